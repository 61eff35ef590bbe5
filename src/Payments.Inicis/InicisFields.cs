using Payments.Http;

namespace Payments.Inicis;

/// <summary>Fields as they are listed, those without a value among them.</summary>
internal sealed class InicisFields : Dictionary<string, string?>
{
    internal InicisFields()
        : base(StringComparer.Ordinal)
    {
    }

    private InicisFields(InicisFields fields)
        : base(fields, StringComparer.Ordinal)
    {
    }

    /// <summary>These fields and one more.</summary>
    internal InicisFields With(string name, string? value) => new(this) { [name] = value };

    /// <summary>The fields that have a value, in their order.</summary>
    internal Dictionary<string, string> Present() =>
        this.Where(field => !string.IsNullOrEmpty(field.Value)).ToDictionary(field => field.Key, field => field.Value!, StringComparer.Ordinal);

    /// <summary>The fields that have a value, as a body.</summary>
    internal ProviderBody ToBody()
    {
        var form = new FormFields();
        foreach (var (name, value) in Present())
            form.Add(name, value);
        return ProviderBody.Form(form);
    }
}
