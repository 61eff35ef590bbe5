namespace Payments.OpenTelemetry;

/// <summary>The answer to one scrape.</summary>
/// <param name="ContentType">The value of the header <c>Content-Type</c>.</param>
/// <param name="Body">The metrics as text.</param>
public sealed record PrometheusScrape(string ContentType, ReadOnlyMemory<byte> Body);
