using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Payments.Http;

/// <summary>A provider's answer, read whole. Its body is never printed.</summary>
[DebuggerDisplay("{(int)StatusCode} {Body.Length} bytes")]
public sealed class ProviderResponse
{
    private readonly HttpResponseHeaders _headers;
    private readonly HttpContentHeaders _contentHeaders;

    internal ProviderResponse(ProviderHttpClient client, ProviderRequest request, HttpResponseMessage message, ReadOnlyMemory<byte> body)
    {
        Client = client;
        Request = request;
        StatusCode = message.StatusCode;
        _headers = message.Headers;
        _contentHeaders = message.Content.Headers;
        Body = body;
        RetryAfter = ReadRetryAfter(client.Time);
    }

    /// <summary>The request.</summary>
    public ProviderRequest Request { get; }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>Whether the HTTP status is 2xx. Not yet a success: see <see cref="Error"/>.</summary>
    public bool IsSuccessStatusCode => (int)StatusCode is >= 200 and < 300;

    /// <summary>The body, decompressed.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The provider's clock. Null when it sent none.</summary>
    public DateTimeOffset? Date => _headers.Date;

    /// <summary>The provider's id of the request. Null when it sent none.</summary>
    public string? RequestId => field ??= ReadRequestId();

    /// <summary>How long the provider asks to wait. Null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Why it failed, by <see cref="ProviderProtocol.ReadError"/>. Null when it did not.</summary>
    public PaymentError? Error { get; internal set; }

    /// <summary>
    /// What a failure means for the money, this attempt and all before it taken together. Without meaning while <see cref="Error"/> is null.
    /// </summary>
    public PaymentOutcome Outcome { get; internal set; }

    internal ProviderHttpClient Client { get; }

    /// <summary>A header's value; several lines of one name joined with a comma.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The value, or null when there is no such header.</returns>
    public string? GetHeader(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _headers.NonValidated.TryGetValues(name, out var values) || _contentHeaders.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;
    }

    /// <summary>Throws what <see cref="Error"/> stands for; does nothing when the call succeeded.</summary>
    /// <exception cref="PaymentException">The call failed.</exception>
    public void ThrowIfFailed()
    {
        if (Error is not null)
            throw ToException();
    }

    /// <summary>The exception for <see cref="Error"/>, for a failure that is not an answer to the host.</summary>
    /// <returns>The exception.</returns>
    /// <exception cref="InvalidOperationException">The call succeeded.</exception>
    public PaymentException ToException() => Error is { } error
        ? PaymentErrors.ToException(error, Outcome, Client.Registration, Request)
        : throw new InvalidOperationException("The call did not fail.");

    /// <summary>The body as JSON, after <see cref="ThrowIfFailed"/>.</summary>
    /// <typeparam name="T">What it is read as.</typeparam>
    /// <param name="typeInfo">How to read it, from a source-generated context.</param>
    /// <returns>The value.</returns>
    /// <exception cref="PaymentException">
    /// The call failed, or the body is not such JSON: <see cref="PaymentErrorCode.InvalidResponse"/>; after a write its outcome is unknown.
    /// </exception>
    public T Read<T>(JsonTypeInfo<T> typeInfo)
        where T : notnull
    {
        ThrowIfFailed();
        return TryRead(typeInfo, out var value) ? value : throw Unreadable($"it is not the JSON of a {typeof(T).Name}");
    }

    /// <summary>The body as JSON, whatever the status: for the bodies of errors and declines.</summary>
    /// <typeparam name="T">What it is read as.</typeparam>
    /// <param name="typeInfo">How to read it, from a source-generated context.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it is such JSON. Never throws.</returns>
    public bool TryRead<T>(JsonTypeInfo<T> typeInfo, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value)
        where T : notnull
    {
        value = default;
        if (Body.IsEmpty)
            return false;
        try
        {
            value = JsonSerializer.Deserialize(Body.Span.StartsWith("\uFEFF"u8) ? Body.Span[3..] : Body.Span, typeInfo);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException or FormatException)
        {
            // Its message can repeat names out of the body.
        }

        return value is not null;
    }

    /// <summary>The body as text.</summary>
    /// <param name="encoding">The encoding; null for UTF-8.</param>
    /// <returns>The text. Do not log it.</returns>
    public string ReadText(Encoding? encoding = null) => (encoding ?? Encoding.UTF8).GetString(Body.Span);

    /// <summary>
    /// The exception for an answer that says success but does not hold what it must: after a write its outcome is unknown.
    /// </summary>
    /// <param name="reason">What is wrong with it, without its content.</param>
    /// <returns>The exception.</returns>
    public PaymentException Unreadable(string reason)
    {
        var error = new PaymentError
        {
            Kind = PaymentErrorKind.Unavailable,
            Code = PaymentErrorCode.InvalidResponse,
            Retry = Request.Kind == ProviderCallKind.Write ? PaymentRetry.AfterReading : PaymentRetry.No,
            HttpStatus = StatusCode,
            RequestId = RequestId,
        };
        var outcome = Request.Kind == ProviderCallKind.Write ? PaymentOutcome.Unknown : PaymentOutcome.Refused;
        return PaymentErrors.ToException(error, outcome, Client.Registration, Request, detail: reason);
    }

    private string? ReadRequestId()
    {
        foreach (var name in Client.Protocol.RequestIdHeaders)
        {
            if (SafeText.Code(GetHeader(name)) is { } id)
                return id;
        }

        return null;
    }

    private TimeSpan? ReadRetryAfter(TimeProvider time)
    {
        var value = _headers.RetryAfter;
        var wait = value?.Delta ?? (value?.Date - time.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
