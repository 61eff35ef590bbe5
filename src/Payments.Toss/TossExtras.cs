namespace Payments.Toss;

/// <summary>What a payment at Toss Payments takes beyond <see cref="PaymentRequest"/>.</summary>
public sealed class TossPaymentExtras : ProviderExtras
{
    /// <summary>What to make when there is no token. Null for the registration's own way.</summary>
    public TossFlow? Flow { get; init; }

    /// <summary>
    /// The bank of a virtual account, by code or English name (<c>20</c>, <c>WOORI</c>): the account is issued at once, without a page. It needs the
    /// payer's name. Null lets the payer choose on the page.
    /// </summary>
    public string? Bank { get; init; }

    /// <summary>The key of a fixed virtual account, at most 13 characters, with <see cref="Bank"/>. Null for an account of this payment's own.</summary>
    public string? AccountKey { get; init; }

    /// <summary>Opens this wallet directly (<c>TOSSPAY</c>, <c>KAKAOPAY</c>, …). Null for the window with cards and wallets.</summary>
    public string? EasyPay { get; init; }

    /// <summary>Opens this card company's own page directly, by code or English name (<c>61</c>, <c>HYUNDAI</c>). Null for the window.</summary>
    public string? CardCompany { get; init; }

    /// <summary>The foreign wallet: <c>PAYPAL</c> (USD only), or another that the contract has. Null for PayPal where a wallet is paid in USD.</summary>
    public string? ForeignWallet { get; init; }

    /// <summary>Which gift certificate is asked for with <see cref="PaymentMethod.GiftCard"/>.</summary>
    public TossGiftCertificate GiftCertificate { get; init; }

    /// <summary>Whether the window takes cards that were issued abroad. USD and JPY imply it.</summary>
    public bool InternationalCards { get; init; }

    /// <summary>
    /// Whether the payment goes through escrow: for a transfer or virtual account by the SDK, and with <see cref="Bank"/>. It needs
    /// <see cref="PaymentRequest.Items"/>. Null leaves it to the contract and the payer.
    /// </summary>
    public bool? UseEscrow { get; init; }

    /// <summary>The cash receipt of a transfer or deposit; refused for all else. Null leaves it to the payer.</summary>
    public TossCashReceipt? CashReceipt { get; init; }

    /// <summary>Whose cash receipt it is: a phone or business number, at most 30 characters; only with <see cref="Bank"/>.</summary>
    public Sensitive<string>? CashReceiptNumber { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint
            .Add("toss.flow", Flow)
            .Add("toss.bank", Bank)
            .Add("toss.account_key", AccountKey)
            .Add("toss.easy_pay", EasyPay)
            .Add("toss.card_company", CardCompany)
            .Add("toss.foreign_wallet", ForeignWallet)
            .Add<TossGiftCertificate>("toss.gift_certificate", GiftCertificate)
            .Add("toss.international_cards", (bool?)InternationalCards)
            .Add("toss.use_escrow", UseEscrow)
            .Add("toss.cash_receipt", CashReceipt)
            .Add("toss.cash_receipt_number", CashReceiptNumber);
    }
}

/// <summary>A gift certificate.</summary>
public enum TossGiftCertificate
{
    /// <summary>Culture gift certificate.</summary>
    Culture,

    /// <summary>Book and culture gift certificate.</summary>
    Book,

    /// <summary>Game and culture gift certificate.</summary>
    Game,
}

/// <summary>What a cash receipt is for.</summary>
public enum TossCashReceipt
{
    /// <summary>The payer's income deduction.</summary>
    IncomeDeduction,

    /// <summary>A business's proof of expense.</summary>
    ProofOfExpense,

    /// <summary>None is issued.</summary>
    NotIssued,
}

/// <summary>
/// Makes the API fail with a code, to try what the host does then. For every request that has extras; refused with a live key.
/// </summary>
public sealed class TossTestExtras : ProviderExtras
{
    /// <summary>The code, such as <c>REJECT_CARD_PAYMENT</c>.</summary>
    public required string TestCode { get; init; }

    /// <inheritdoc />
    protected override void WriteFingerprint(RequestFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprint.Add("toss.test_code", TestCode);
    }
}
