using System.Net;
using System.Net.Http.Headers;

namespace Payments.Benchmarks;

/// <summary>Takes every call in full and answers at once, by the end of its path. Remembers calls, for a baseline to send the same.</summary>
internal sealed class StubWire(IReadOnlyList<(string End, (byte[] Body, MediaTypeHeaderValue Type) Answer)> answers) : HttpMessageHandler
{
    private static readonly DateTimeOffset AnsweredAt = new(2026, 10, 30, 0, 0, 2, TimeSpan.Zero);

    private List<RecordedCall>? _recorded;

    internal void StartRecording() => _recorded = [];

    internal IReadOnlyList<RecordedCall> StopRecording()
    {
        var recorded = _recorded!;
        _recorded = null;
        return recorded;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_recorded is not null)
            _recorded.Add(await RecordedCall.OfAsync(request));
        else if (request.Content is { } content)
            await content.CopyToAsync(Stream.Null, cancellationToken);
        foreach (var (end, answer) in answers)
        {
            if (request.RequestUri!.AbsolutePath.EndsWith(end, StringComparison.Ordinal))
                return Answer(answer.Body, answer.Type);
        }

        throw new InvalidOperationException($"Nothing answers {request.Method} {request.RequestUri}.");
    }

    private static HttpResponseMessage Answer(byte[] body, MediaTypeHeaderValue type)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) };
        response.Content.Headers.ContentType = type;
        response.Headers.Date = AnsweredAt;
        return response;
    }
}

/// <summary>A call as it was sent.</summary>
internal sealed record RecordedCall(HttpMethod Method, Uri Address, byte[]? Body, MediaTypeHeaderValue? Type, IReadOnlyList<(string Name, string Value)> Headers)
{
    internal static async Task<RecordedCall> OfAsync(HttpRequestMessage request) => new(
        request.Method, request.RequestUri!, request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(), request.Content?.Headers.ContentType,
        [.. request.Headers.Select(header => (header.Key, string.Join(", ", header.Value)))]);

    /// <summary>The same again.</summary>
    internal HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(Method, Address);
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body);
            request.Content.Headers.ContentType = Type;
        }

        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }
}
