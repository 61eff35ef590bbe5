using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Simulator;

/// <summary>Keeps exchanges as entries of an HTTP archive (HAR 1.2).</summary>
/// <param name="redaction">Hides secrets before anything is kept.</param>
internal sealed class HarRecorder(TrafficRedaction redaction)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly Lock _gate = new();
    private readonly List<JsonObject> _entries = [];

    public void Add(string provider, Uri host, SimulatedRequest request, SimulatedResponse? response, TimeSpan elapsed)
    {
        var entry = Entry(provider, host, request, response, elapsed);
        lock (_gate)
            _entries.Add(entry);
    }

    public IReadOnlyList<JsonObject> Entries()
    {
        lock (_gate)
            return [.. _entries.Select(e => (JsonObject)e.DeepClone())];
    }

    public static Task WriteAsync(IEnumerable<JsonObject> entries, Stream stream, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeAsync(
        stream,
        new JsonObject
        {
            ["log"] = new JsonObject
            {
                ["version"] = "1.2",
                ["creator"] = new JsonObject { ["name"] = "Payments.Simulator", ["version"] = Version },
                ["entries"] = new JsonArray([.. entries.OrderBy(e => (string?)e["startedDateTime"], StringComparer.Ordinal)]),
            },
        },
        Indented,
        cancellationToken);

    private static string Version => typeof(HarRecorder).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    private JsonObject Entry(string provider, Uri host, SimulatedRequest request, SimulatedResponse? response, TimeSpan elapsed)
    {
        var milliseconds = Math.Round(elapsed.TotalMilliseconds, 3);
        var entry = new JsonObject
        {
            ["_provider"] = provider,
            ["startedDateTime"] = request.ReceivedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
            ["time"] = milliseconds,
            ["request"] = Request(host, request),
            ["response"] = Response(request, response),
            ["cache"] = new JsonObject(),
            ["timings"] = new JsonObject { ["send"] = 0, ["wait"] = milliseconds, ["receive"] = 0 },
        };
        if (request.Fault is { } fault)
            entry["_fault"] = fault.ToString();
        return entry;
    }

    private JsonObject Request(Uri host, SimulatedRequest request)
    {
        var target = redaction.Text(request.Path + request.Query);
        var recorded = new JsonObject
        {
            ["method"] = request.Method,
            ["url"] = host.GetLeftPart(UriPartial.Authority) + target,
            ["httpVersion"] = "HTTP/1.1",
            ["cookies"] = new JsonArray(),
            ["headers"] = Headers(request.Headers),
            ["queryString"] = new JsonArray([.. FormFields.Parse(redaction.Text(request.Query)).Select(f => Pair(f.Key, f.Value))]),
            ["headersSize"] = -1,
            ["bodySize"] = request.Body.Length,
        };
        if (!request.Body.IsEmpty)
            recorded["postData"] = new JsonObject
            {
                ["mimeType"] = request.Header("Content-Type") ?? "application/octet-stream",
                ["text"] = redaction.Text(request.BodyText),
            };
        return recorded;
    }

    private JsonObject Response(SimulatedRequest request, SimulatedResponse? response)
    {
        var content = new JsonObject { ["size"] = response?.Body.Length ?? 0, ["mimeType"] = response?.ContentType ?? "x-unknown" };
        if (response is not null && IsSpoiled(request.Fault))
            content["comment"] = "left out: spoiled on purpose";
        else if (response is not null)
            content["text"] = redaction.Text(response.BodyText);
        return new JsonObject
        {
            ["status"] = response?.Status ?? 0,
            ["statusText"] = response is null ? "connection cut" : string.Empty,
            ["httpVersion"] = "HTTP/1.1",
            ["cookies"] = new JsonArray(),
            ["headers"] = Headers(response?.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal)),
            ["content"] = content,
            ["redirectURL"] = response?.Headers.TryGetValue("Location", out var location) == true ? location : string.Empty,
            ["headersSize"] = -1,
            ["bodySize"] = response?.Body.Length ?? 0,
        };
    }

    private static bool IsSpoiled(SimulatorFaultKind? fault) => fault is { } kind && new SimulatorFault(kind).SpoilsBody;

    private JsonArray Headers(IEnumerable<KeyValuePair<string, string>> headers) =>
        new([.. headers.Select(h => Pair(h.Key, redaction.Header(h.Key, h.Value)))]);

    private static JsonObject Pair(string name, string value) => new() { ["name"] = name, ["value"] = value };
}
