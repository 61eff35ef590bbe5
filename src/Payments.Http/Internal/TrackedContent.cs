using System.Net;
using System.Net.Http.Headers;

namespace Payments.Http;

/// <summary>The body of one attempt. It tells the operation when its first byte is about to leave; every write has one, even an empty one.</summary>
internal sealed class TrackedContent : HttpContent
{
    private readonly ProviderOperation _operation;
    private readonly ReadOnlyMemory<byte> _bytes;
    private bool _armed;
    private bool _written;

    internal TrackedContent(ProviderOperation operation, ProviderBody? body)
    {
        _operation = operation;
        _bytes = body?.Content ?? default;
        if (body?.ContentType is { } contentType)
            Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
    }

    /// <summary>From here on, reading the content means sending it.</summary>
    internal void Arm() => _armed = true;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (!_armed)
            throw new InvalidOperationException("Do not read the content while an attempt is authorized; its bytes are in ProviderAttempt.Request.Body.");
        if (_written && !_operation.Request.HasProviderKey && _operation.Request.Kind == ProviderCallKind.Write)
            throw new InvalidOperationException("A handler inside the client tried to send a write twice in one attempt.");
        _written = true;
        _operation.BeginSending(cancellationToken);
        return _bytes.IsEmpty ? Task.CompletedTask : stream.WriteAsync(_bytes, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
