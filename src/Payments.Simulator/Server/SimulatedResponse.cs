using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>One answer of a simulator.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="body">The body.</param>
/// <param name="contentType">The body's type.</param>
public sealed class SimulatedResponse(int status, ReadOnlyMemory<byte> body, string contentType)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>The body's type.</summary>
    public string ContentType { get; } = contentType;

    /// <summary>Further headers.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body as UTF-8 text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>A JSON answer.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body.</param>
    /// <returns>The answer.</returns>
    public static SimulatedResponse Json(int status, JsonNode body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Text(status, body.ToJsonString(), "application/json");
    }

    /// <summary>An HTML page.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="html">The page.</param>
    /// <returns>The answer.</returns>
    public static SimulatedResponse Html(int status, string html) => Text(status, html, "text/html; charset=utf-8");

    /// <summary>A redirect of the payer's browser.</summary>
    /// <param name="location">The target.</param>
    /// <returns>The answer.</returns>
    public static SimulatedResponse Redirect(Uri location)
    {
        ArgumentNullException.ThrowIfNull(location);
        var response = Text(303, string.Empty, "text/plain; charset=utf-8");
        response.Headers["Location"] = location.AbsoluteUri;
        return response;
    }

    /// <summary>An answer of any text.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="text">The body.</param>
    /// <param name="contentType">The body's type.</param>
    /// <returns>The answer.</returns>
    public static SimulatedResponse Text(int status, string text, string contentType) =>
        new(status, Encoding.UTF8.GetBytes(text), contentType);

    /// <summary>A copy with headers of its own, so that a stored answer can be given twice.</summary>
    /// <returns>The copy.</returns>
    public SimulatedResponse Copy()
    {
        var copy = new SimulatedResponse(Status, Body, ContentType);
        foreach (var (name, value) in Headers)
            copy.Headers[name] = value;
        return copy;
    }
}
