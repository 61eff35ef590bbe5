using Payments.Http;

namespace Payments.Adyen;

/// <summary>Adyen's payment methods, as data. A type that is not here is <see cref="PaymentMethod.Other"/>, with its name kept.</summary>
internal static class AdyenMethods
{
    private const string Cards = "scheme card bcmc kcp_creditcard mada benefit knet omannet naps";

    // A webhook names the brand of a card in place of the type.
    private const string Brands = "visa mc amex cup jcb maestro elo discover diners";

    private const string Wallets =
        "applepay googlepay paywithgoogle paypal amazonpay samsungpay cashapp alipay alipay_hk wechatpayWeb wechatpayQR wechatpaySDK wechatpayMiniProgram kakaopay "
        + "kcp_naverpay kcp_payco mobilepay vipps swish twint bizum mbway blik gcash dana momo_wallet truemoney touchngo gopay_wallet paytm paypay rakutenpay "
        + "bcmc_mobile payme wero upi_collect upi_intent upi_qr pix paynow promptpay duitnow";

    private const string Banks =
        "ideal bankTransfer bankTransfer_IBAN trustly eps directEbanking onlineBanking_PL onlineBanking_CZ onlineBanking_SK onlineBanking_IN ebanking_FI paybybank "
        + "payto pse_payulatam kcp_banktransfer sepadirectdebit directdebit_GB directdebit_AU ach eft_directdebit_CA";

    private const string VirtualAccounts = "doku_mandiri_va doku_cimb_va doku_danamon_va doku_bni_va doku_bri_va doku_bca_va";
    private const string Vouchers = "multibanco boletobancario oxxo konbini doku_alfamart doku_indomaret fawry";

    private const string PayLater =
        "klarna klarna_paynow klarna_account klarna_network afterpaytouch clearpay affirm alma atome zip oney riverty ratepay walley paypo";

    private const string GiftCards = "giftcard paysafecard cashticket ancv";

    // The members, as far as Adyen's API lists them, of families that have one for each country, brand or number of instalments.
    private const string WalletFamilies =
        "alipay_plus_alipay_cn alipay_plus_alipay_hk alipay_plus_dana alipay_plus_gcash alipay_plus_kakaopay alipay_plus_kplus alipay_plus_naverpay alipay_plus_rabbitlinepay "
        + "alipay_plus_tosspay alipay_plus_touchngo alipay_plus_truemoney grabpay_ID grabpay_MY grabpay_PH grabpay_SG grabpay_TH grabpay_VN";

    private const string BankFamilies = "molpay_ebanking_MY molpay_ebanking_TH molpay_ebanking_VN molpay_ebanking_direct_MY molpay_ebanking_fpx_MY";

    private const string VoucherFamilies =
        "boletobancario_bancodobrasil boletobancario_bradesco boletobancario_hsbc boletobancario_itau boletobancario_santander dragonpay_credits dragonpay_ebanking dragonpay_gcash "
        + "dragonpay_otc_banking dragonpay_otc_non_banking dragonpay_otc_philippines dragonpay_seveneleven econtext_atm econtext_online econtext_seven_eleven econtext_stores";

    private const string PayLaterFamilies = "facilypay_3x facilypay_4x facilypay_6x facilypay_10x facilypay_12x scalapay scalapay_3x scalapay_4x";

    /// <summary>The types that a link or session can be restricted to.</summary>
    internal static readonly IReadOnlyDictionary<PaymentMethod, string[]> Askable = new Dictionary<PaymentMethod, string[]>
    {
        [PaymentMethod.Card] = Words(Cards),
        [PaymentMethod.CreditCard] = Words(Cards),
        [PaymentMethod.DebitCard] = Words(Cards),
        [PaymentMethod.DigitalWallet] = Words($"{Wallets} {WalletFamilies}"),
        [PaymentMethod.BankTransfer] = Words($"{Banks} {BankFamilies}"),
        [PaymentMethod.VirtualAccount] = Words(VirtualAccounts),
        [PaymentMethod.Voucher] = Words($"{Vouchers} {VoucherFamilies}"),
        [PaymentMethod.BuyNowPayLater] = Words($"{PayLater} {PayLaterFamilies}"),
        [PaymentMethod.GiftCard] = Words(GiftCards),
    };

    // A member of a family that is not listed is of its kind all the same.
    private static readonly (string Start, PaymentMethod Kind)[] Families =
    [
        ("alipay_plus_", PaymentMethod.DigitalWallet), ("grabpay_", PaymentMethod.DigitalWallet), ("molpay_ebanking_", PaymentMethod.BankTransfer),
        ("doku_", PaymentMethod.VirtualAccount), ("boletobancario", PaymentMethod.Voucher), ("econtext_", PaymentMethod.Voucher), ("dragonpay_", PaymentMethod.Voucher),
        ("facilypay_", PaymentMethod.BuyNowPayLater), ("scalapay", PaymentMethod.BuyNowPayLater),
    ];

    private static readonly WordTable<PaymentMethod> Types = new(
        StringComparer.Ordinal,
        (PaymentMethod.Card, $"{Cards} {Brands} networkToken clicktopay visacheckout masterpass"),
        (PaymentMethod.DigitalWallet, Wallets),
        (PaymentMethod.BankTransfer, Banks),
        (PaymentMethod.VirtualAccount, VirtualAccounts),
        (PaymentMethod.Voucher, Vouchers),
        (PaymentMethod.BuyNowPayLater, PayLater),
        (PaymentMethod.GiftCard, GiftCards));

    private static readonly WordTable<PaymentMethod> Funding = new()
    {
        ["CREDIT"] = PaymentMethod.CreditCard,
        ["CHARGE"] = PaymentMethod.CreditCard,
        ["DEBIT"] = PaymentMethod.DebitCard,
        ["DEFFERED_DEBIT"] = PaymentMethod.DebitCard,
        ["PREPAID"] = PaymentMethod.Card,
        ["PREPAID_RELOADABLE"] = PaymentMethod.Card,
        ["PREPAID_NONRELOADABLE"] = PaymentMethod.Card,
    };

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
