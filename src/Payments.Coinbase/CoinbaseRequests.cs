namespace Payments.Coinbase;

/// <summary>What the requests of both APIs have in common.</summary>
internal static class CoinbaseRequests
{
    /// <summary>The host's metadata with our own entries.</summary>
    internal static Dictionary<string, string> Metadata(PaymentRequest request, bool withCurrency)
    {
        if (request.Metadata.Count > 0 && request.Metadata.Keys.FirstOrDefault(CoinbaseDefaults.OwnKeys.Contains) is { } taken)
            throw new PaymentRequestException($"The metadata key '{taken}' is used by this package: choose another.");
        var metadata = request.Metadata.Count > 0
            ? new Dictionary<string, string>(request.Metadata, StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);
        metadata[CoinbaseDefaults.OrderIdKey] = request.OrderId;
        if (withCurrency)
            metadata[CoinbaseDefaults.CurrencyKey] = request.Amount.Currency.Code;
        return metadata;
    }

    internal static string DescriptionOf(PaymentRequest request) => string.IsNullOrWhiteSpace(request.Description) ? request.OrderId : request.Description;
}
