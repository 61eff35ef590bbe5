namespace Payments.Http;

/// <summary>An open nested object of <see cref="FormFields"/>; disposing of it closes it.</summary>
public readonly ref struct FormSection
{
    private readonly FormFields _fields;
    private readonly string _outer;

    internal FormSection(FormFields fields, string outer)
    {
        _fields = fields;
        _outer = outer;
    }

    /// <summary>Closes the object.</summary>
    public void Dispose() => _fields?.Restore(_outer);
}
