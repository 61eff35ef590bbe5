using System.Buffers;

namespace Payments.Http;

/// <summary>Reads an answer's body up to a limit, counted after decompression, whatever its Content-Length says.</summary>
internal static class ResponseReader
{
    internal static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        var announced = content.Headers.ContentLength;
        if (announced == 0)
            return default;
        if (announced > maxBytes)
            throw new ResponseTooLargeException(maxBytes);

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return announced is { } length
                ? await ReadExactAsync(stream, (int)length, cancellationToken).ConfigureAwait(false)
                : await ReadUnknownAsync(stream, maxBytes, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadExactAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        var body = GC.AllocateUninitializedArray<byte>(length);
        var read = await stream.ReadAtLeastAsync(body, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return body.AsMemory(0, read);
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadUnknownAsync(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(8 * 1024);
        var length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
                    buffer = larger;
                }

                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    return buffer.AsSpan(0, length).ToArray();
                length += read;
                if (length > maxBytes)
                    throw new ResponseTooLargeException(maxBytes);
            }
        }
        finally
        {
            // What a provider answers can hold personal data: nobody else gets to see it in a rented array.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}

/// <summary>An answer is larger than what is read.</summary>
internal sealed class ResponseTooLargeException(int maxBytes) : IOException($"The answer is larger than the {maxBytes.ToString(System.Globalization.CultureInfo.InvariantCulture)} bytes that are read of it: see MaxResponseBytes.");
