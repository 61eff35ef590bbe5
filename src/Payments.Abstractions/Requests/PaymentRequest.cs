using System.Net;

namespace Payments;

/// <summary>A payment to be made. One object is one intention: see <see cref="IdempotencyKey"/>.</summary>
public sealed class PaymentRequest
{
    private string _key = Payments.IdempotencyKey.New();
    private DateTimeOffset? _requestedAt;
    private Uri? _returnUrl;
    private Uri? _cancelUrl;

    /// <summary>What the payer shall pay. Above zero, and no finer than the currency's minor unit.</summary>
    public required Money Amount { get; init; }

    /// <summary>
    /// Our id of this attempt. 6 to 40 of <c>A-Z a-z 0-9 _ -</c>, beginning with a letter, is taken by every provider; what a provider cannot take
    /// is refused with its rule.
    /// </summary>
    public required string OrderId { get; init; }

    /// <summary>What the payer sees that it is for. Cut at a character boundary where a provider takes less. Null for the order id.</summary>
    public string? Description { get; init; }

    /// <summary>How the payer shall pay; <see cref="PaymentMethod.Unspecified"/> leaves it to the provider's page.</summary>
    public PaymentMethod Method { get; init; }

    /// <summary>The payer's id: at the provider, or ours where the provider wants ours. Null for a guest.</summary>
    public string? CustomerId { get; init; }

    /// <summary>The payer, as far as the provider wants to know. Null for nothing.</summary>
    public PaymentCustomer? Customer { get; init; }

    /// <summary>A token that the provider's own script, SDK or vault gave for the method to charge. Null sends the payer to a page. Never a card number.</summary>
    public Sensitive<string>? PaymentToken { get; init; }

    /// <summary>Whether the money is taken at once.</summary>
    public CaptureMode CaptureMode { get; init; }

    /// <summary>Where the payer is.</summary>
    public PaymentChannel Channel { get; init; }

    /// <summary>Where the payer returns to. <see cref="Uri.OriginalString"/> is sent, so placeholders of a provider survive. Null where no page is involved.</summary>
    public Uri? ReturnUrl { get => _returnUrl; init => _returnUrl = value; }

    /// <summary>Where the payer returns to after cancelling or failing. Null for <see cref="ReturnUrl"/>.</summary>
    public Uri? CancelUrl { get => _cancelUrl; init => _cancelUrl = value; }

    /// <summary>Where the provider posts its webhooks for this payment, where it takes an address per payment. Null for the configured one.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>The parts of the amount by tax. Null where the provider shall compute them.</summary>
    public PaymentTax? Tax { get; init; }

    /// <summary>The number of monthly instalments; 0 for a single payment. Null leaves it to the payer.</summary>
    public int? Installments { get; init; }

    /// <summary>The language of the payer's page as a BCP 47 tag, such as <c>ko-KR</c>. Null leaves it to the provider.</summary>
    public string? Locale { get; init; }

    /// <summary>The payer's country by ISO 3166-1 alpha-2. Null when unknown.</summary>
    public string? CountryCode { get; init; }

    /// <summary>What is bought. Their sum is not checked against <see cref="Amount"/>, except where a provider does. Null for one line with the description.</summary>
    public IReadOnlyList<PaymentItem>? Items { get; init => field = value is null ? null : ValueList<PaymentItem>.Copy(value); }

    /// <summary>How long the payer has. Null for the provider's default.</summary>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <summary>
    /// When the intention was made: what counts from it, such as <see cref="ExpiresAfter"/>, is the same in every repeat. Null lets the payment memory
    /// set it at the first call.
    /// </summary>
    public DateTimeOffset? RequestedAt { get => _requestedAt; init => _requestedAt = value; }

    /// <summary>The key of this intention; see <see cref="Payments.IdempotencyKey"/>.</summary>
    public string IdempotencyKey { get => _key; init => _key = value; }

    /// <summary>Key-value pairs that the provider keeps with the payment. No personal data, no secrets.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init => field = StringMap.Copy(value); } = StringMap.Empty;

    /// <summary>What one provider takes beyond this.</summary>
    public IReadOnlyList<ProviderExtras> Extras { get; init => field = ValueList<ProviderExtras>.Copy(value); } = ValueList<ProviderExtras>.Empty;

    /// <summary>The request as the provider gets it: with the key of this attempt, and the token in its return addresses where there is one.</summary>
    internal PaymentRequest With(string key, DateTimeOffset? requestedAt, string? returnParameter, string? returnToken)
    {
        var copy = (PaymentRequest)MemberwiseClone();
        (copy._key, copy._requestedAt) = (key, _requestedAt ?? requestedAt);
        if (returnToken is null || string.IsNullOrEmpty(returnParameter))
            return copy;
        copy._returnUrl = _returnUrl is null ? null : ReturnToken.AddTo(_returnUrl, returnParameter, returnToken);
        copy._cancelUrl = _cancelUrl is null ? null : ReturnToken.AddTo(_cancelUrl, returnParameter, returnToken);
        return copy;
    }
}

/// <summary>Where the payer is.</summary>
public enum PaymentChannel
{
    /// <summary>In a browser.</summary>
    Web,

    /// <summary>In a browser on a phone.</summary>
    MobileWeb,

    /// <summary>In an app.</summary>
    App,

    /// <summary>At a counter.</summary>
    PointOfSale,
}

/// <summary>The parts of an amount by tax. Both are contained in the amount.</summary>
public sealed record PaymentTax
{
    /// <summary>The part that is free of tax. Null for zero.</summary>
    public Money? TaxFree { get; init; }

    /// <summary>The value added tax contained in the amount. Null where the provider shall compute it.</summary>
    public Money? Vat { get; init; }
}

/// <summary>One line of what is bought.</summary>
public sealed record PaymentItem
{
    /// <summary>What it is.</summary>
    public required string Name { get; init; }

    /// <summary>How many.</summary>
    public int Quantity { get; init; } = 1;

    /// <summary>The price of one.</summary>
    public required Money UnitPrice { get; init; }

    /// <summary>The shop's own number of it. Null for none.</summary>
    public string? Sku { get; init; }

    /// <summary>A kind that the provider knows. Null for none.</summary>
    public string? Category { get; init; }
}

/// <summary>The payer. Personal data: nothing of it prints.</summary>
public sealed record PaymentCustomer
{
    /// <summary>The full name. Null when unknown.</summary>
    public Sensitive<string>? Name { get; init; }

    /// <summary>The e-mail address. Null when unknown.</summary>
    public Sensitive<string>? Email { get; init; }

    /// <summary>The phone number, international where it is known so. Null when unknown.</summary>
    public Sensitive<string>? Phone { get; init; }

    /// <summary>The billing address. Null when unknown.</summary>
    public Sensitive<PaymentAddress>? BillingAddress { get; init; }

    /// <summary>The shipping address. Null when nothing is shipped.</summary>
    public Sensitive<PaymentAddress>? ShippingAddress { get; init; }

    /// <summary>The payer's own address on the network. Null when unknown.</summary>
    public Sensitive<IPAddress>? IpAddress { get; init; }
}

/// <summary>A postal address.</summary>
public sealed record PaymentAddress
{
    /// <summary>Street and number. Null when unknown.</summary>
    public string? Line1 { get; init; }

    /// <summary>The second line. Null for none.</summary>
    public string? Line2 { get; init; }

    /// <summary>The city. Null when unknown.</summary>
    public string? City { get; init; }

    /// <summary>State, province or region. Null when unknown.</summary>
    public string? Region { get; init; }

    /// <summary>The postal code. Null when unknown.</summary>
    public string? PostalCode { get; init; }

    /// <summary>The country by ISO 3166-1 alpha-2. Null when unknown.</summary>
    public string? CountryCode { get; init; }

    /// <summary>Nothing of the address.</summary>
    /// <returns><c>***</c>.</returns>
    public override string ToString() => "***";
}
