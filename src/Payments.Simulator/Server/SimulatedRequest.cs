using System.Collections.ObjectModel;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>One request that a simulator received.</summary>
public sealed class SimulatedRequest
{
    private readonly List<string> _notes = [];
    private IReadOnlyDictionary<string, string>? _form;

    /// <summary>Creates a request, for handlers that are tested without a server.</summary>
    /// <param name="method">The HTTP method in upper case.</param>
    /// <param name="path">The path, percent-encoded as it came.</param>
    /// <param name="query">The query with its question mark, or empty.</param>
    /// <param name="headers">The headers; names are compared without case.</param>
    /// <param name="body">The body as it came.</param>
    /// <param name="receivedAt">When it arrived.</param>
    public SimulatedRequest(
        string method,
        string path,
        string query,
        IReadOnlyDictionary<string, string> headers,
        ReadOnlyMemory<byte> body,
        DateTimeOffset receivedAt)
    {
        ArgumentNullException.ThrowIfNull(headers);
        Method = method;
        Path = path;
        Query = query;
        Headers = new ReadOnlyDictionary<string, string>(new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase));
        Body = body;
        ReceivedAt = receivedAt;
    }

    /// <summary>The HTTP method in upper case.</summary>
    public string Method { get; }

    /// <summary>The path, percent-encoded as it came.</summary>
    public string Path { get; }

    /// <summary>The query with its question mark, or empty.</summary>
    public string Query { get; }

    /// <summary>The headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body as it came.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The body as UTF-8 text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>When it arrived.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>The operation, as method and route template: <c>POST /v1/refunds</c>. Null when no route took it.</summary>
    public string? Operation { get; internal set; }

    /// <summary>The values of the route's <c>{parameters}</c>, decoded.</summary>
    public IReadOnlyDictionary<string, string> RouteValues { get; internal set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The id that the provider gives the request, where it does.</summary>
    public string? RequestId { get; set; }

    /// <summary>The status that was answered; 0 when the connection was cut, null while it runs.</summary>
    public int? ResponseStatus { get; internal set; }

    /// <summary>The fault that it met.</summary>
    public SimulatorFaultKind? Fault { get; internal set; }

    /// <summary>
    /// Whether the exchange goes into recorded traffic. False for one that is about nothing but credentials, or that no published description of the
    /// provider knows. Default: true.
    /// </summary>
    public bool IsRecorded { get; set; } = true;

    /// <summary>What was odd about it without being refused, for example another API version.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>
    /// The query's or the form body's fields by their decoded name (<c>metadata[order_id]</c>); of repeated names the last.
    /// </summary>
    public IReadOnlyDictionary<string, string> Fields => _form ??= FormFields.ToDictionary(Method is "GET" or "DELETE" ? Query : BodyText);

    /// <summary>The body as a JSON object; null when it is none.</summary>
    public JsonObject? Json
    {
        get
        {
            try
            {
                return JsonNode.Parse(BodyText) as JsonObject;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>A header's value, or null.</summary>
    /// <param name="name">The header's name.</param>
    /// <returns>The value.</returns>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Remembers something odd.</summary>
    /// <param name="note">What it was.</param>
    public void AddNote(string note) => _notes.Add(note);
}
