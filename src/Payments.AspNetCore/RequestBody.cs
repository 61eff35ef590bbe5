using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Payments.AspNetCore;

/// <summary>Reads a body whose sender is not known yet: the raw bytes, and no more of them than are allowed.</summary>
internal static class RequestBody
{
    private const int FirstBuffer = 16 * 1024;

    /// <summary>Reads a body.</summary>
    /// <returns>The bytes; null when there are more than the limit.</returns>
    /// <exception cref="BadHttpRequestException">The server refuses the body, or its sender went away; it says with which status.</exception>
    internal static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            return null;
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server && !(server.MaxRequestBodySize < limit))
            server.MaxRequestBodySize = limit;

        // What is claimed to come is not reserved before it comes.
        var body = new ArrayBufferWriter<byte>((int)Math.Clamp(request.ContentLength ?? FirstBuffer, 1, FirstBuffer));
        while (body.WrittenCount != request.ContentLength)
        {
            var free = body.GetMemory();
            var room = Math.Min(free.Length, limit - body.WrittenCount + 1);
            var read = await ReadAsync(request.Body, free[..room], cancellationToken).ConfigureAwait(false);
            if (read == 0)
                break;
            body.Advance(read);
            if (body.WrittenCount > limit)
                return null;
        }

        return body.WrittenMemory;
    }

    // The sender went away before its message had arrived as a whole: nobody's fault, and it sends it again.
    private static async ValueTask<int> ReadAsync(Stream body, Memory<byte> free, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(free, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The sender went away.", StatusCodes.Status499ClientClosedRequest, gone);
        }
    }
}
