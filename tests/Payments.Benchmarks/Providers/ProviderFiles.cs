namespace Payments.Benchmarks;

/// <summary>The files beside the providers' tests.</summary>
internal static class ProviderFiles
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    /// <param name="file"><c>Toss/done.json</c> is <c>Payments.Toss.Tests/Fixtures/Answers/done.json</c>.</param>
    internal static string Answer(string file) => Read("Answers", file);

    /// <param name="file"><c>Toss/payment.json</c> is <c>Payments.Toss.Tests/Fixtures/Events/payment.json</c>.</param>
    internal static string Event(string file) => Read("Events", file);

    private static string Read(string kind, string file)
    {
        var parts = file.Split('/');
        return File.ReadAllText(Path.Combine(Root, $"Payments.{parts[0]}.Tests", "Fixtures", kind, parts[1])).Trim();
    }
}
