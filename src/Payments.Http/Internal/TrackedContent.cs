using System.Net;
using System.Net.Http.Headers;

namespace Payments.Http;

/// <summary>The body of one attempt. It tells the operation when its first byte is about to leave; every write has one, even an empty one.</summary>
internal sealed class TrackedContent : HttpContent
{
    private readonly ProviderOperation _operation;
    private ReadOnlyMemory<byte> _bytes;
    private bool _armed;
    private bool _passed;

    internal TrackedContent(ProviderOperation operation, ProviderBody? body)
    {
        _operation = operation;
        if (body is not null)
            Fill(body);
    }

    /// <summary>Takes a body that is made for this attempt.</summary>
    internal void Fill(ProviderBody body)
    {
        _bytes = body.Content;
        if (body.ContentType is { } contentType)
            Headers.TryAddWithoutValidation("Content-Type", contentType);
    }

    /// <summary>From here on, reading the content means sending it.</summary>
    internal void Arm() => _armed = true;

    /// <summary>Lets an attempt of a write that no key protects through to the network once, whatever stands between us and it.</summary>
    internal void PassOnce()
    {
        if (_passed && !_operation.Request.HasProviderKey && _operation.Request.Kind == ProviderCallKind.Write)
        {
            HttpLog.ForeignRetry(_operation.Client.Logger, _operation.Client.Registration, _operation.Request.Operation);
            throw new InvalidOperationException("A handler inside the client tried to send a write twice in one attempt.");
        }

        _passed = true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (!_armed)
            throw new InvalidOperationException("Do not read the content while an attempt is authorized; its bytes are in ProviderAttempt.Request.Body.");
        _operation.BeginSending(cancellationToken);
        return _bytes.IsEmpty ? Task.CompletedTask : stream.WriteAsync(_bytes, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
