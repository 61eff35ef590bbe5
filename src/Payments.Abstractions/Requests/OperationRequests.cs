using System.Security.Cryptography;
using System.Text;

namespace Payments;

/// <summary>The confirmation of a payment that the payer agreed to: the provider takes or holds the money now.</summary>
public sealed class ConfirmPaymentRequest
{
    private PaymentReference _payment = null!;
    private PaymentReference? _named;
    private Money? _amount;
    private string? _customerId;
    private string? _key;

    /// <summary>The payment.</summary>
    public required PaymentReference Payment { get => _payment; init => _payment = value; }

    /// <summary>What was asked for, from the shop's own order, never from the browser. Null takes it from the payment memory.</summary>
    public Money? Amount { get => _amount; init => _amount = value; }

    /// <summary>The payer's id, where the provider wants it again. Null takes it from the payment memory.</summary>
    public string? CustomerId { get => _customerId; init => _customerId = value; }

    /// <summary>What came back with the payer: query and form fields, undecoded by anyone else. Names are case-sensitive.</summary>
    public IReadOnlyDictionary<string, string> ReturnParameters { get; init => field = StringMap.Copy(value); } = StringMap.Empty;

    /// <summary>The key of this intention. Null derives it from the payment and the return parameters, so that a reloaded return page confirms once.</summary>
    public string? IdempotencyKey { get => _key; init => _key = value; }

    /// <summary>What one provider takes beyond this.</summary>
    public IReadOnlyList<ProviderExtras> Extras { get; init => field = ValueList<ProviderExtras>.Copy(value); } = ValueList<ProviderExtras>.Empty;

    /// <summary>The payment as the caller named it; <see cref="Payment"/> may know more by now.</summary>
    internal PaymentReference Named => _named ?? _payment;

    internal ConfirmPaymentRequest With(PaymentReference payment, Money? amount, string? customerId, string? key)
    {
        var copy = (ConfirmPaymentRequest)MemberwiseClone();
        copy._named = Named;
        (copy._payment, copy._amount, copy._customerId, copy._key) = (payment, amount, customerId, key);
        return copy;
    }
}

/// <summary>Takes money that is held.</summary>
public sealed class CaptureRequest
{
    private PaymentReference _payment = null!;
    private PaymentReference? _named;
    private Money? _amount;
    private string _key = Payments.IdempotencyKey.New();

    /// <summary>The payment.</summary>
    public required PaymentReference Payment { get => _payment; init => _payment = value; }

    /// <summary>How much. Null for all that is held.</summary>
    public Money? Amount { get => _amount; init => _amount = value; }

    /// <summary>Whether what is left of the hold is released. False keeps it for another capture, where the provider can.</summary>
    public bool IsFinal { get; init; } = true;

    /// <summary>The key of this intention; see <see cref="Payments.IdempotencyKey"/>.</summary>
    public string IdempotencyKey { get => _key; init => _key = value; }

    /// <summary>What one provider takes beyond this.</summary>
    public IReadOnlyList<ProviderExtras> Extras { get; init => field = ValueList<ProviderExtras>.Copy(value); } = ValueList<ProviderExtras>.Empty;

    internal bool AmountIsPinned { get; private set; }

    /// <summary>The payment as the caller named it; <see cref="Payment"/> may know more by now.</summary>
    internal PaymentReference Named => _named ?? _payment;

    internal CaptureRequest With(PaymentReference payment, Money? amount, string key)
    {
        var copy = (CaptureRequest)MemberwiseClone();
        copy._named = Named;
        copy.AmountIsPinned = AmountIsPinned || (_amount is null && amount is not null);
        (copy._payment, copy._amount, copy._key) = (payment, amount, key);
        return copy;
    }
}

/// <summary>Ends a payment before money is taken: releases the hold, or closes the payer's page.</summary>
public sealed class CancelRequest
{
    private PaymentReference _payment = null!;
    private PaymentReference? _named;
    private string _key = Payments.IdempotencyKey.New();

    /// <summary>The payment.</summary>
    public required PaymentReference Payment { get => _payment; init => _payment = value; }

    /// <summary>Why, for the provider's records. Null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>The key of this intention; see <see cref="Payments.IdempotencyKey"/>.</summary>
    public string IdempotencyKey { get => _key; init => _key = value; }

    /// <summary>What one provider takes beyond this.</summary>
    public IReadOnlyList<ProviderExtras> Extras { get; init => field = ValueList<ProviderExtras>.Copy(value); } = ValueList<ProviderExtras>.Empty;

    /// <summary>The payment as the caller named it; <see cref="Payment"/> may know more by now.</summary>
    internal PaymentReference Named => _named ?? _payment;

    internal CancelRequest With(PaymentReference payment, string key)
    {
        var copy = (CancelRequest)MemberwiseClone();
        copy._named = Named;
        (copy._payment, copy._key) = (payment, key);
        return copy;
    }
}

/// <summary>Gives money back.</summary>
public sealed class RefundRequest
{
    private PaymentReference _payment = null!;
    private PaymentReference? _named;
    private Money? _amount;
    private string? _reference;
    private string _key = Payments.IdempotencyKey.New();

    /// <summary>The payment.</summary>
    public required PaymentReference Payment { get => _payment; init => _payment = value; }

    /// <summary>How much, in the payment's currency. Null for all that is left.</summary>
    public Money? Amount { get => _amount; init => _amount = value; }

    /// <summary>Which capture, where a payment has several and the provider refunds each by itself. Null when there is one.</summary>
    public string? CaptureId { get; init; }

    /// <summary>Our reference of the refund, sent to the provider where it takes one. Derived from <see cref="IdempotencyKey"/> unless it is set.</summary>
    public string Reference { get => _reference ?? DefaultReference(_key); init => _reference = value; }

    /// <summary>Why, for the provider's records and, with some, for the payer. Null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>The parts of the amount by tax. Null where the provider shall compute them.</summary>
    public PaymentTax? Tax { get; init; }

    /// <summary>Where to pay it out, for methods that cannot take money back (a virtual account). Null for where it came from.</summary>
    public Sensitive<RefundBankAccount>? BankAccount { get; init; }

    /// <summary>Where the provider posts its webhooks for this refund, where it takes an address per refund. Null for the configured one.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>The key of this intention; see <see cref="Payments.IdempotencyKey"/>.</summary>
    public string IdempotencyKey { get => _key; init => _key = value; }

    /// <summary>Key-value pairs that the provider keeps with the refund. No personal data, no secrets.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init => field = StringMap.Copy(value); } = StringMap.Empty;

    /// <summary>What one provider takes beyond this.</summary>
    public IReadOnlyList<ProviderExtras> Extras { get; init => field = ValueList<ProviderExtras>.Copy(value); } = ValueList<ProviderExtras>.Empty;

    internal bool AmountIsPinned { get; private set; }

    /// <summary>The payment as the caller named it; <see cref="Payment"/> may know more by now.</summary>
    internal PaymentReference Named => _named ?? _payment;

    internal RefundRequest With(PaymentReference payment, Money? amount, string key)
    {
        var copy = (RefundRequest)MemberwiseClone();
        copy._named = Named;
        copy.AmountIsPinned = AmountIsPinned || (_amount is null && amount is not null);
        (copy._payment, copy._amount, copy._key) = (payment, amount, key);
        copy._reference ??= DefaultReference(_key);
        return copy;
    }

    private static string DefaultReference(string key) =>
        "r-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 12));
}

/// <summary>The payer's bank account for a refund.</summary>
public sealed record RefundBankAccount
{
    /// <summary>The bank's code, as the provider numbers banks.</summary>
    public required string BankCode { get; init; }

    /// <summary>The account number.</summary>
    public required string AccountNumber { get; init; }

    /// <summary>The account holder's name.</summary>
    public required string HolderName { get; init; }

    /// <summary>Nothing of the account.</summary>
    /// <returns><c>***</c>.</returns>
    public override string ToString() => "***";
}

/// <summary>A search for payments at the provider.</summary>
public sealed class FindPaymentsRequest
{
    /// <summary>Our order id. Null for any.</summary>
    public string? OrderId { get; init; }

    /// <summary>Made at this time or later. Null for any.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Made before this time. Null for any.</summary>
    public DateTimeOffset? CreatedTo { get; init; }

    /// <summary>Of this amount. Null for any.</summary>
    public Money? Amount { get; init; }

    /// <summary>At most so many, 1 to 100.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>The next page of an earlier answer. Null for the first.</summary>
    public string? PageToken { get; init; }
}

/// <summary>What a search found.</summary>
public sealed record FindPaymentsResult
{
    /// <summary>The payments, newest first.</summary>
    public required IReadOnlyList<Payment> Payments { get; init => field = ValueList<Payment>.Copy(value); }

    /// <summary>Whether finding nothing proves that there is nothing. False where the provider's search lags: it never permits a new charge.</summary>
    public required bool IsConclusive { get; init; }

    /// <summary>Give it to the next request for more. Null when this was the last page.</summary>
    public string? NextPageToken { get; init; }
}
