using System.Collections.Frozen;

namespace Payments.Adyen;

/// <summary>Adyen's payment methods, as data. A type that is not here is <see cref="PaymentMethod.Other"/>, with its name kept.</summary>
internal static class AdyenMethods
{
    /// <summary>The types that a link or session can be restricted to.</summary>
    internal static readonly FrozenDictionary<PaymentMethod, string[]> Askable = new Dictionary<PaymentMethod, string[]>
    {
        [PaymentMethod.Card] = Words(CardTypes),
        [PaymentMethod.CreditCard] = Words(CardTypes),
        [PaymentMethod.DebitCard] = Words(CardTypes),
        [PaymentMethod.DigitalWallet] = Words(
            "applepay googlepay paywithgoogle paypal amazonpay samsungpay cashapp alipay alipay_hk wechatpayWeb wechatpayQR wechatpaySDK wechatpayMiniProgram kakaopay "
            + "kcp_naverpay kcp_payco mobilepay vipps swish twint bizum mbway blik gcash dana momo_wallet truemoney touchngo gopay_wallet paytm paypay rakutenpay "
            + "bcmc_mobile payme wero upi_collect upi_intent upi_qr pix paynow promptpay duitnow"),
        [PaymentMethod.BankTransfer] = Words(
            "ideal bankTransfer bankTransfer_IBAN trustly eps directEbanking onlineBanking_PL onlineBanking_CZ onlineBanking_SK onlineBanking_IN ebanking_FI paybybank "
            + "payto pse_payulatam kcp_banktransfer sepadirectdebit directdebit_GB directdebit_AU ach eft_directdebit_CA"),
        [PaymentMethod.VirtualAccount] = Words(
            "doku_mandiri_va doku_cimb_va doku_danamon_va doku_bni_va doku_bri_va doku_bca_va"),
        [PaymentMethod.Voucher] = Words("multibanco boletobancario oxxo konbini doku_alfamart doku_indomaret fawry"),
        [PaymentMethod.BuyNowPayLater] = Words(
            "klarna klarna_paynow klarna_account klarna_network afterpaytouch clearpay affirm alma atome zip oney riverty ratepay walley paypo"),
        [PaymentMethod.GiftCard] = Words("giftcard paysafecard cashticket ancv"),
    }.ToFrozenDictionary();

    // Where a family of types has members for each country or brand.
    private static readonly (string Start, PaymentMethod Kind)[] Families =
    [
        ("alipay_plus_", PaymentMethod.DigitalWallet), ("grabpay_", PaymentMethod.DigitalWallet), ("molpay_ebanking_", PaymentMethod.BankTransfer),
        ("doku_", PaymentMethod.VirtualAccount), ("boletobancario", PaymentMethod.Voucher), ("econtext_", PaymentMethod.Voucher), ("dragonpay_", PaymentMethod.Voucher),
        ("facilypay_", PaymentMethod.BuyNowPayLater), ("scalapay", PaymentMethod.BuyNowPayLater),
    ];

    private static readonly FrozenDictionary<string, PaymentMethod> Types = Askable
        .Where(row => row.Key is not (PaymentMethod.CreditCard or PaymentMethod.DebitCard))
        .SelectMany(row => row.Value.Select(type => (type, row.Key)))
        .Concat(Words("networkToken clicktopay visacheckout masterpass").Select(type => (type, PaymentMethod.Card)))
        // A webhook names the brand of a card in place of the type.
        .Concat(Words(Brands).Select(brand => (brand, PaymentMethod.Card)))
        .ToFrozenDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, PaymentMethod> Funding = new Dictionary<string, PaymentMethod>(StringComparer.Ordinal)
    {
        ["CREDIT"] = PaymentMethod.CreditCard,
        ["CHARGE"] = PaymentMethod.CreditCard,
        ["DEBIT"] = PaymentMethod.DebitCard,
        ["DEFFERED_DEBIT"] = PaymentMethod.DebitCard,
        ["PREPAID"] = PaymentMethod.Card,
        ["PREPAID_RELOADABLE"] = PaymentMethod.Card,
        ["PREPAID_NONRELOADABLE"] = PaymentMethod.Card,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private const string Brands = "visa mc amex cup jcb maestro elo discover diners";

    private const string CardTypes = "scheme card bcmc kcp_creditcard mada benefit knet omannet naps";

    /// <summary>The kind of a type or card brand; of a card by its funding, where the account sends that.</summary>
    internal static PaymentMethod KindOf(string? type, string? fundingSource = null)
    {
        if (string.IsNullOrEmpty(type))
            return PaymentMethod.Unspecified;
        var kind = Types.TryGetValue(type, out var known) ? known
            : Array.Find(Families, family => type.StartsWith(family.Start, StringComparison.Ordinal)) is { Start: not null } found ? found.Kind
            : PaymentMethod.Other;
        return kind is PaymentMethod.Card && fundingSource is not null ? Funding.GetValueOrDefault(fundingSource, kind) : kind;
    }

    /// <summary>Whether a webhook's payment method is a card's brand.</summary>
    internal static bool IsBrand(string? type) => type is not null && Words(Brands).Contains(type, StringComparer.Ordinal);

    private static string[] Words(string words) => words.Split(' ');
}
