using System.Text.Json;
using Payments.Http;

namespace Payments.BitPay;

/// <summary>Makes the SDK's answers of BitPay's.</summary>
internal sealed class BitPayAnswers(string provider)
{
    /// <summary>
    /// An invoice. Its status never says that money was given back: <paramref name="refunds"/> do, which are null where they cannot be or were not read.
    /// </summary>
    internal Payment Payment(BitPayInvoice invoice, IReadOnlyList<BitPayRefund>? refunds, PaymentReference? named, DateTimeOffset? told)
    {
        var reference = ReferenceOf(invoice, named);
        var asOf = Time(invoice.CurrentTime) ?? told;
        var amount = MoneyOf(invoice.Price, invoice.Currency) ?? named?.Known?.Amount ?? default;
        var status = StatusOf(invoice);
        List<Refund> given = [.. (refunds ?? []).Select(refund => Refund(refund, reference, asOf))];

        // Totals count a fact of unknown origin, and this may be money that was never the merchant's: a person has to say.
        List<RefundFact> facts = [.. given.Where(refund => refund.Origin is not RefundOrigin.Unknown).Select(refund => new RefundFact(refund) { AsOf = asOf })];
        var isUnclear = given.Exists(refund => refund.Origin is RefundOrigin.Unknown && Counts(refund));
        var returned = Money.Zero(amount.Currency);
        foreach (var fact in facts.Where(fact => IsReturned(fact.Refund, amount.Currency)))
            returned += fact.Refund.Amount;
        if (status is PaymentStatus.Completed && returned.IsPositive)
            status = returned >= amount ? PaymentStatus.Refunded : PaymentStatus.PartiallyRefunded;
        return new Payment
        {
            Reference = reference,
            Status = status,
            ProviderStatus = invoice.Status ?? "",
            Amount = amount,
            CapturedAmount = status is PaymentStatus.Unknown ? null : status.IsPaid() ? amount : Money.Zero(amount.Currency),
            RefundedAmount = status is PaymentStatus.Unknown || (status.IsPaid() && refunds is null) ? null : returned,
            ReceivedAmount = Received(invoice),
            TransactionId = invoice.Transactions?.LastOrDefault(transaction => transaction.Txid is { Length: > 0 })?.Txid,
            Method = PaymentMethod.Cryptocurrency,
            ProviderMethod = invoice.TransactionCurrency is { Length: > 0 } coin ? coin : null,
            CreatedAt = Time(invoice.InvoiceTime) ?? asOf ?? default,
            AsOf = asOf,
            NextAction = status is PaymentStatus.RequiresAction && Uri.TryCreate(invoice.Url, UriKind.Absolute, out var page) ? new RedirectAction(page) : null,
            Error = status is PaymentStatus.Failed ? PaymentErrors.Create(PaymentErrorKind.Declined, PaymentErrorCode.ProcessingError, invoice.Status) : null,
            Attention = isUnclear ? AttentionOf(invoice) | PaymentAttention.Review : AttentionOf(invoice),
            Metadata = MetadataOf(invoice.PosData),
            Facts = [.. facts],
        };
    }

    internal Refund Refund(BitPayRefund refund, PaymentReference payment, DateTimeOffset? asOf)
    {
        var status = BitPayMapping.RefundStatuses.GetValueOrDefault(refund.Status ?? "");
        return new Refund
        {
            Provider = provider,
            RefundId = refund.Id,
            Reference = refund.Reference is { Length: > 0 } reference ? reference : null,
            Payment = payment.PaymentId is null && refund.Invoice is { Length: > 0 } invoice
                ? new PaymentReference(provider, invoice, payment.OrderId, payment.Related)
                : payment,
            Status = status,
            ProviderStatus = refund.Status ?? "",
            Amount = MoneyOf(refund.Amount, refund.Currency) ?? default,
            CreatedAt = ProviderTime.Parse(refund.RequestDate) ?? asOf ?? default,
            AsOf = asOf,
            Error = status is RefundStatus.Failed ? PaymentErrors.Create(PaymentErrorKind.Declined, PaymentErrorCode.ProcessingError, refund.Status) : null,
            Origin = OriginOf(refund),
            Related = refund.Guid is { Length: > 0 } guid ? [new RelatedId(BitPayDefaults.GuidKind, guid)] : [],
        };
    }

    /// <summary>A time in milliseconds; null where it is none.</summary>
    internal static DateTimeOffset? Time(long? milliseconds) =>
        milliseconds is > 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value) : null;

    /// <summary>
    /// Whether a refund takes from what is left, or will. What BitPay returns by itself was never the merchant's; what nobody is said to have begun may have been.
    /// </summary>
    internal static bool Counts(Refund refund) =>
        refund.Status is not (RefundStatus.Failed or RefundStatus.Cancelled)
        && refund.Origin is not (RefundOrigin.Overpayment or RefundOrigin.Underpayment or RefundOrigin.DeclinedReturn);

    private static bool IsReturned(Refund refund, Currency currency) =>
        refund.Status is RefundStatus.Completed && Counts(refund) && refund.Amount.Currency == currency;

    // A cancelled invoice is told as expired or declined.
    private static PaymentStatus StatusOf(BitPayInvoice invoice)
    {
        var status = BitPayMapping.Statuses.GetValueOrDefault(invoice.Status ?? "");
        return invoice.IsCancelled is true && (status is PaymentStatus.Expired or PaymentStatus.Failed) ? PaymentStatus.Cancelled : status;
    }

    private static PaymentAttention AttentionOf(BitPayInvoice invoice)
    {
        var attention = BitPayMapping.Exceptions.GetValueOrDefault(invoice.ExceptionStatus ?? "", PaymentAttention.Review);
        if (invoice.UnderpaidAmount > 0)
            attention |= PaymentAttention.Underpaid;
        if (invoice.OverpaidAmount > 0)
            attention |= PaymentAttention.Overpaid;
        return invoice.Status is BitPayMapping.Invalid ? attention | PaymentAttention.Review : attention;
    }

    // What has our marks and no type is ours; what has neither nobody here has asked for.
    private static RefundOrigin OriginOf(BitPayRefund refund) =>
        BitPayMapping.Origins.TryGetValue(refund.Type ?? "", out var origin) ? origin
        : refund is { Guid.Length: > 0 } or { Reference.Length: > 0 } ? RefundOrigin.Merchant
        : RefundOrigin.Unknown;

    // The same coin on another chain is the same coin: 'USDC_m' is USDC. 'USDCn' is BitPay's word for the native one.
    private static Money? Received(BitPayInvoice invoice)
    {
        if (invoice is not { DisplayAmountPaid: > 0 and var amount, TransactionCurrency: { Length: > 0 } code })
            return null;
        var coin = code.Split('_')[0];
        if (coin == "USDCn")
            coin = "USDC";
        return coin.Length == 0 ? null : new Money(amount, Currency.FromCode(coin));
    }

    // Our own metadata; a merchant's other tools may have put anything else there.
    private static IReadOnlyDictionary<string, string> MetadataOf(string? posData)
    {
        try
        {
            if (posData is { Length: > 1 } && posData[0] == '{'
                && JsonSerializer.Deserialize(posData, BitPayMetadataJson.Default.IReadOnlyDictionaryStringString) is { } metadata)
                return metadata;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not ours.
        }

        return new Dictionary<string, string>(StringComparer.Ordinal);
    }

    private PaymentReference ReferenceOf(BitPayInvoice invoice, PaymentReference? named)
    {
        var guid = invoice.Guid is { Length: > 0 } own ? own : named?.GetRelated(BitPayDefaults.GuidKind);
        return new PaymentReference(
            provider, invoice.Id, invoice.OrderId is { Length: > 0 } order ? order : named?.OrderId,
            guid is null ? null : [new RelatedId(BitPayDefaults.GuidKind, guid)]);
    }

    private static Money? MoneyOf(decimal? amount, string? currency) =>
        amount is { } number && !string.IsNullOrWhiteSpace(currency) ? new Money(number, Currency.FromCode(currency)) : null;
}
