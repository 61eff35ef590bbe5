namespace Payments.CoinGate;

/// <summary>What an order takes beyond <see cref="PaymentRequest"/>.</summary>
public sealed class CoinGatePaymentExtras : ProviderExtras
{
    /// <summary>The order's title, cut to 150 characters. Null, or fewer than 3 characters: the description, else the order id.</summary>
    public string? Title { get; init; }

    /// <summary>What the merchant gets. Null for <see cref="CoinGateOptions.ReceiveCurrency"/>.</summary>
    public string? ReceiveCurrency { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint.Add("coingate.title", Title).Add("coingate.receive_currency", ReceiveCurrency);
    }
}

/// <summary>What a refund takes beyond <see cref="RefundRequest"/>: coins are sent to an address, and CoinGate does not know the payer's.</summary>
public sealed class CoinGateRefundExtras : ProviderExtras
{
    /// <summary>Needed: the address that the coins are sent to.</summary>
    public Sensitive<string>? Address { get; init; }

    /// <summary>The memo or tag of the address, for coins that have one, such as XRP. Null for none.</summary>
    public Sensitive<string>? AddressMemo { get; init; }

    /// <summary>Needed: CoinGate's id of the coin (<c>GET /v2/currencies</c>), which is another one in the sandbox.</summary>
    public long? CurrencyId { get; init; }

    /// <summary>Needed: CoinGate's id of the network (<c>platforms</c> of the coin), which is another one in the sandbox.</summary>
    public long? PlatformId { get; init; }

    /// <summary>The balance to take it from (<c>GET /v2/ledger/accounts</c>). Null for <see cref="CoinGateOptions.RefundLedgerAccountId"/>.</summary>
    public string? LedgerAccountId { get; init; }

    /// <summary>Needed: the payer's mail address, to which a link is sent that confirms the address.</summary>
    public Sensitive<string>? Email { get; init; }

    /// <summary>Whether the payer is not asked to confirm the address.</summary>
    public bool SkipUserAddressConfirmation { get; init; }

    /// <summary>
    /// Whether to go on though CoinGate has a refund of the same amount to the same address and does not say what it was made for. Off: that is
    /// refused, since it may be this very refund. Set it once you know that it is another.
    /// </summary>
    public bool AllowEqualRefund { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);

        // AllowEqualRefund is left out: the same refund may be repeated with it.
        fingerprint
            .Add("coingate.address", Address)
            .Add("coingate.address_memo", AddressMemo)
            .Add("coingate.currency_id", CurrencyId)
            .Add("coingate.platform_id", PlatformId)
            .Add("coingate.ledger_account_id", LedgerAccountId)
            .Add("coingate.email", Email)
            .Add("coingate.skip_user_address_confirmation", (bool?)SkipUserAddressConfirmation);
    }
}
