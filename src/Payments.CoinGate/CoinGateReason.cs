namespace Payments.CoinGate;

/// <summary>A refund's <c>reason</c>, the one text of a refund that is ours: it ends with our reference, in brackets.</summary>
internal static class CoinGateReason
{
    internal static string Write(RefundRequest request)
    {
        if (request.Reference.AsSpan().ContainsAny('[', ']'))
            throw new PaymentRequestException("Reference has no brackets at CoinGate, where it is kept in the refund's reason.", payment: request.Payment);
        return string.IsNullOrWhiteSpace(request.Reason) ? $"[{request.Reference}]" : $"{request.Reason} [{request.Reference}]";
    }

    /// <summary>Our reference; null in a text that we have not written.</summary>
    internal static string? ReferenceIn(string? reason) =>
        reason is [.., ']'] && reason.LastIndexOf('[') is >= 0 and var at && at + 2 < reason.Length ? reason[(at + 1)..^1] : null;
}
