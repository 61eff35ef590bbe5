namespace Payments.Simulator;

/// <summary>What happens first when a method is confirmed.</summary>
internal enum StripeStep
{
    /// <summary>Nothing: the money moves at once.</summary>
    None,

    /// <summary>The payer is redirected: a bank's challenge, a wallet's page.</summary>
    Redirect,

    /// <summary>The payer is shown a voucher and pays it elsewhere.</summary>
    Voucher,
}

/// <summary>What the account needs to know of a kind of method.</summary>
/// <param name="Name">Stripe's type.</param>
/// <param name="Step">What happens first.</param>
/// <param name="IsDelayed">Whether the result comes later.</param>
/// <param name="CanHold">Whether it can be authorised without being captured.</param>
/// <param name="RefundStatus">The status of a new refund.</param>
internal sealed record StripeMethodType(string Name, StripeStep Step, bool IsDelayed, bool CanHold, string RefundStatus);

/// <summary>What a test card looks like.</summary>
internal sealed record StripeTestCard(string Brand, string Last4, string Funding = "credit", string? Wallet = null, string Country = "US");

/// <summary>One of Stripe's test methods.</summary>
internal sealed record StripeTestMethod(string Id, StripeMethodType Type, StripeTestCard? Card)
{
    /// <summary>The code it is declined with.</summary>
    public string? Decline { get; init; }

    /// <summary>What happens first.</summary>
    public StripeStep Step { get; init; } = Type.Step;

    /// <summary>The status of a new refund.</summary>
    public string RefundStatus { get; init; } = Type.RefundStatus;

    /// <summary>The reason of the dispute that follows each charge.</summary>
    public string? Dispute { get; init; }
}

/// <summary>Stripe's test methods and kinds of methods, as data.</summary>
internal static class StripeTestMethods
{
    public const string Visa = "pm_card_visa";
    public const string Challenge = "pm_card_threeDSecure2Required";
    public const string Delayed = "us_bank_account";
    public const string CardType = "card";

    private const string MethodPrefix = "pm_";
    private const string TokenPrefix = "ctoken_";

    private static readonly Dictionary<string, StripeMethodType> Types = new[]
    {
        new StripeMethodType(CardType, StripeStep.None, false, true, StripeRefund.Succeeded),
        Wallet("alipay"), Wallet("wechat_pay"), Wallet("grabpay"), Wallet("mb_way"), Wallet("paypay"), Wallet("twint"), Wallet("swish"), Wallet("bizum"),
        Wallet("satispay"), Wallet("payco"), Wallet("naver_pay"), Wallet("samsung_pay"), Wallet("kr_card"), Wallet("crypto"),
        Wallet("ideal"), Wallet("bancontact"), Wallet("eps"), Wallet("p24"), Wallet("fpx"), Wallet("blik"), Wallet("pix"), Wallet("upi"),
        Wallet("paynow"), Wallet("pay_by_bank"), Wallet("promptpay", StripeRefund.RequiresAction), Wallet("link"),
        Holding("paypal"), Holding("amazon_pay"), Holding("cashapp"), Holding("revolut_pay"), Holding("kakao_pay"), Holding("mobilepay"),
        Holding("klarna"), Holding("affirm"), Holding("afterpay_clearpay"), Holding("alma"), Holding("zip"),
        Debit(Delayed), Debit("sepa_debit"), Debit("bacs_debit"), Debit("acss_debit"), Debit("au_becs_debit"), Debit("nz_bank_account"), Debit("payto"),
        Voucher("konbini"), Voucher("boleto"), Voucher("oxxo"), Voucher("multibanco"),
    }.ToDictionary(t => t.Name, StringComparer.Ordinal);

    private static readonly Dictionary<string, StripeTestMethod> Methods = new[]
    {
        Card(Visa, new("visa", "4242")),
        Card("pm_card_visa_debit", new("visa", "5556", "debit")),
        Card("pm_card_mastercard", new("mastercard", "4444")),
        Card("pm_card_mastercard_debit", new("mastercard", "8210", "debit")),
        Card("pm_card_mastercard_prepaid", new("mastercard", "5100", "prepaid")),
        Card("pm_card_amex", new("amex", "8431")),
        Card("pm_card_jcb", new("jcb", "0505", Country: "JP")),
        Card("pm_card_apple_pay", new("visa", "4242", Wallet: "apple_pay")),
        Card("pm_card_google_pay", new("visa", "4242", Wallet: "google_pay")),
        Declined("pm_card_visa_chargeDeclined", "0002", "generic_decline"),
        Declined("pm_card_chargeDeclined", "0002", "generic_decline"),
        Declined("pm_card_visa_chargeDeclinedInsufficientFunds", "9995", "insufficient_funds"),
        Declined("pm_card_chargeDeclinedInsufficientFunds", "9995", "insufficient_funds"),
        Declined("pm_card_visa_chargeDeclinedLostCard", "9987", "lost_card"),
        Declined("pm_card_visa_chargeDeclinedStolenCard", "9979", "stolen_card"),
        Declined("pm_card_visa_chargeDeclinedVelocityLimitExceeded", "6975", "card_velocity_exceeded"),
        Declined("pm_card_chargeDeclinedFraudulent", "0019", "fraudulent"),
        Declined("pm_card_chargeDeclinedExpiredCard", "0069", "expired_card"),
        Declined("pm_card_chargeDeclinedIncorrectCvc", "0127", "incorrect_cvc"),
        Declined("pm_card_chargeDeclinedProcessingError", "0119", "processing_error"),
        Declined("pm_card_chargeCustomerFail", "0341", "generic_decline"),
        Card(Challenge, new("visa", "3220")) with { Step = StripeStep.Redirect },
        Card("pm_card_threeDSecureRequired", new("visa", "3063")) with { Step = StripeStep.Redirect },
        Card("pm_card_authenticationRequired", new("visa", "3155")) with { Step = StripeStep.Redirect },
        Declined("pm_card_threeDSecureRequiredChargeDeclined", "1629", "generic_decline") with { Step = StripeStep.Redirect },
        Card("pm_card_createDispute", new("visa", "0259")) with { Dispute = "fraudulent" },
        Card("pm_card_createDisputeProductNotReceived", new("visa", "2685")) with { Dispute = "product_not_received" },
        Card("pm_card_pendingRefund", new("visa", "7726")) with { RefundStatus = StripeRefund.Pending },
        Of("pm_usBankAccount", Delayed),
    }.ToDictionary(m => m.Id, StringComparer.Ordinal);

    /// <summary>Finds a test method, or <c>pm_{type}</c> and plain types, which are this simulator's own short forms.</summary>
    public static StripeTestMethod? Find(string id)
    {
        if (Methods.TryGetValue(id, out var method))
            return method;
        var type = id.StartsWith(MethodPrefix, StringComparison.Ordinal) ? id[MethodPrefix.Length..] : id;
        if (string.Equals(type, CardType, StringComparison.Ordinal))
            return Methods[Visa];
        return Types.ContainsKey(type) ? Of(id, type) : null;
    }

    /// <summary>The method in a confirmation token, <c>ctoken_card_visa</c> for <c>pm_card_visa</c>: this simulator's own names.</summary>
    public static StripeTestMethod? OfToken(string token) =>
        token.StartsWith(TokenPrefix, StringComparison.Ordinal) ? Find(MethodPrefix + token[TokenPrefix.Length..]) : null;

    private static StripeTestMethod Of(string id, string type) => new(id, Types[type], Card: null);

    private static StripeTestMethod Card(string id, StripeTestCard card) => new(id, Types[CardType], card);

    private static StripeTestMethod Declined(string id, string last4, string code) => Card(id, new("visa", last4)) with { Decline = code };

    private static StripeMethodType Wallet(string name, string refund = StripeRefund.Succeeded) =>
        new(name, StripeStep.Redirect, false, false, refund);

    private static StripeMethodType Holding(string name) => new(name, StripeStep.Redirect, false, true, StripeRefund.Succeeded);

    private static StripeMethodType Debit(string name) => new(name, StripeStep.None, true, false, StripeRefund.Pending);

    private static StripeMethodType Voucher(string name) => new(name, StripeStep.Voucher, true, false, StripeRefund.RequiresAction);
}
