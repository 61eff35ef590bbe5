using System.Globalization;
using Payments.Http;

namespace Payments.Coinbase;

/// <summary>Writes the bodies of the calls, and refuses what the Checkout API could not carry out as asked.</summary>
internal static class CheckoutsRequests
{
    private const string ReferenceStart = "[ref ";
    private const string ReferenceEnd = "]";

    // With a character of the reason and the blank before it.
    private static readonly int MaxReferenceLength = CheckoutsDefaults.MaxReasonLength - ReferenceStart.Length - ReferenceEnd.Length - 2;

    internal static CheckoutBody Checkout(PaymentRequest request, DateTimeOffset now)
    {
        if (request.Amount.Amount > CheckoutsDefaults.MaxAmount)
        {
            throw new PaymentRequestException(
                $"A checkout takes at most {CheckoutsDefaults.MaxAmount.ToString("F0", CultureInfo.InvariantCulture)}.", PaymentErrorCode.AmountTooLarge);
        }

        if (request.OrderId.Length > CheckoutsDefaults.MaxMetadataValueLength)
        {
            var most = CheckoutsDefaults.MaxMetadataValueLength.ToString(CultureInfo.InvariantCulture);
            throw new PaymentRequestException($"OrderId has at most {most} characters at Coinbase, which keeps it in metadata.");
        }

        var metadata = CoinbaseRequests.Metadata(request, withCurrency: true);
        ProviderRules.CheckMetadata(
            "Coinbase", metadata, CheckoutsDefaults.MaxMetadataEntries, CheckoutsDefaults.MaxMetadataKeyLength, CheckoutsDefaults.MaxMetadataValueLength);
        return new CheckoutBody
        {
            Amount = CoinbaseMoney.ToWire(request.Amount, CheckoutsDefaults.Decimals),
            Currency = request.Amount.Currency.Code,
            Description = ProviderText.Cut(CoinbaseRequests.DescriptionOf(request), CheckoutsDefaults.MaxDescriptionLength),
            Metadata = metadata,
            SuccessRedirectUrl = Url(request.ReturnUrl, nameof(PaymentRequest.ReturnUrl)),
            FailRedirectUrl = Url(request.CancelUrl ?? request.ReturnUrl, nameof(PaymentRequest.CancelUrl)),
            ExpiresAt = request.ExpiresAfter is { } lifetime ? ProviderTime.Format(now + lifetime, "yyyy-MM-dd'T'HH:mm:ss'Z'", TimeSpan.Zero) : null,
        };
    }

    /// <summary>A refund. The API has no field for our reference, so it stands at the end of the reason.</summary>
    internal static CheckoutRefundBody Refund(RefundRequest request, Money amount)
    {
        if (request.Reference.Length > MaxReferenceLength || request.Reference.Contains(ReferenceStart, StringComparison.Ordinal))
        {
            throw new PaymentRequestException(
                $"Reference is kept at the end of the refund's reason: it has at most {MaxReferenceLength.ToString(CultureInfo.InvariantCulture)} characters and "
                + $"does not hold '{ReferenceStart}'.",
                payment: request.Payment);
        }

        var ending = ReferenceStart + request.Reference + ReferenceEnd;
        var reason = ProviderText.Cut(request.Reason?.Trim(), CheckoutsDefaults.MaxReasonLength - ending.Length - 1);
        return new CheckoutRefundBody
        {
            Amount = CoinbaseMoney.ToWire(amount, CheckoutsDefaults.Decimals, request.Payment),
            Currency = amount.Currency.Code,
            Reason = string.IsNullOrEmpty(reason) ? ending : $"{reason} {ending}",
        };
    }

    /// <summary>Our reference of a refund, out of its reason. Null for one that was not made here.</summary>
    internal static string? ReferenceIn(string? reason) =>
        reason?.EndsWith(ReferenceEnd, StringComparison.Ordinal) == true && reason.LastIndexOf(ReferenceStart, StringComparison.Ordinal) is >= 0 and var start
            ? reason[(start + ReferenceStart.Length)..^ReferenceEnd.Length]
            : null;

    private static string? Url(Uri? url, string name)
    {
        if (url is null)
            return null;
        if (url.Scheme != Uri.UriSchemeHttps || url.OriginalString.Length > CheckoutsDefaults.MaxUrlLength)
            throw new PaymentRequestException($"{name} must be an https address of at most 2048 characters: Coinbase sends payers nowhere else.");
        return url.OriginalString;
    }
}
