namespace Payments.Adyen.Tests;

/// <summary>The payment methods of Adyen's page.</summary>
public class MethodTests
{
    [TestCase("scheme card networkToken clicktopay bcmc kcp_creditcard mada benefit knet omannet naps visacheckout masterpass", PaymentMethod.Card)]
    [TestCase("visa mc amex cup jcb maestro elo discover diners", PaymentMethod.Card)]
    [TestCase("applepay googlepay paywithgoogle paypal amazonpay samsungpay cashapp alipay alipay_hk alipay_plus_gcash alipay_plus_kakaopay", PaymentMethod.DigitalWallet)]
    [TestCase("wechatpayWeb wechatpayQR wechatpaySDK wechatpayMiniProgram kakaopay kcp_naverpay kcp_payco mobilepay vipps swish twint bizum mbway blik", PaymentMethod.DigitalWallet)]
    [TestCase("gcash dana grabpay_SG grabpay_MY momo_wallet truemoney touchngo gopay_wallet paytm paypay rakutenpay bcmc_mobile payme wero", PaymentMethod.DigitalWallet)]
    [TestCase("upi_collect upi_intent upi_qr pix paynow promptpay duitnow", PaymentMethod.DigitalWallet)]
    [TestCase("ideal bankTransfer bankTransfer_IBAN trustly eps directEbanking onlineBanking_PL onlineBanking_CZ onlineBanking_SK onlineBanking_IN", PaymentMethod.BankTransfer)]
    [TestCase("ebanking_FI paybybank payto pse_payulatam molpay_ebanking_TH molpay_ebanking_VN kcp_banktransfer sepadirectdebit", PaymentMethod.BankTransfer)]
    [TestCase("directdebit_GB directdebit_AU ach eft_directdebit_CA", PaymentMethod.BankTransfer)]
    [TestCase("doku_mandiri_va doku_bca_va", PaymentMethod.VirtualAccount)]
    [TestCase("multibanco boletobancario boletobancario_santander oxxo konbini econtext_stores doku_alfamart doku_indomaret fawry dragonpay_ebanking", PaymentMethod.Voucher)]
    [TestCase("klarna klarna_paynow klarna_account klarna_network afterpaytouch clearpay affirm alma atome zip oney facilypay_3x riverty ratepay", PaymentMethod.BuyNowPayLater)]
    [TestCase("scalapay scalapay_3x walley paypo", PaymentMethod.BuyNowPayLater)]
    [TestCase("giftcard paysafecard cashticket ancv", PaymentMethod.GiftCard)]
    [TestCase("a_new_method", PaymentMethod.Other)]
    public async Task Types(string types, PaymentMethod expected)
    {
        using var adyen = new AdyenHost();
        foreach (var type in types.Split(' '))
        {
            var body = Notifications.Body("AUTHORISATION", change: item =>
            {
                item["paymentMethod"] = type;
                item["additionalData"]!.AsObject().Remove("fundingSource");
            });
            var payment = (await Notifications.ResolveAsync(adyen, body)).Payment!;
            Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((expected, type)));
            Assert.That(adyen.Provider.Capabilities.PaymentMethods, Does.Contain(payment.Method));
        }
    }

    [Test]
    public void What_can_be_asked_for_is_of_its_kind() => Assert.That(
        AdyenMethods.Askable.Where(kind => kind.Key is not (PaymentMethod.CreditCard or PaymentMethod.DebitCard))
            .SelectMany(kind => kind.Value.Where(type => AdyenMethods.KindOf(type) != kind.Key)), Is.Empty);

    [Test]
    public void What_can_be_asked_for_and_what_comes_back_is_claimed() => Assert.That(
        AdyenMethods.Askable.Keys.Append(PaymentMethod.Other), Is.EquivalentTo(AdyenDefaults.Capabilities.PaymentMethods));

    [TestCase("CREDIT", PaymentMethod.CreditCard)]
    [TestCase("CHARGE", PaymentMethod.CreditCard)]
    [TestCase("DEBIT", PaymentMethod.DebitCard)]
    [TestCase("DEFFERED_DEBIT", PaymentMethod.DebitCard)]
    [TestCase("PREPAID", PaymentMethod.Card)]
    [TestCase("PREPAID_RELOADABLE", PaymentMethod.Card)]
    [TestCase("PREPAID_NONRELOADABLE", PaymentMethod.Card)]
    [TestCase("A_NEW_SOURCE", PaymentMethod.Card)]
    public async Task Funding(string source, PaymentMethod expected)
    {
        using var adyen = new AdyenHost();
        var body = Notifications.Body("AUTHORISATION", change: item => item["additionalData"]!["fundingSource"] = source);
        Assert.That((await Notifications.ResolveAsync(adyen, body)).Payment!.Method, Is.EqualTo(expected));
    }

    [TestCase(PaymentMethod.Card, "scheme")]
    [TestCase(PaymentMethod.CreditCard, "scheme")]
    [TestCase(PaymentMethod.DebitCard, "bcmc")]
    [TestCase(PaymentMethod.DigitalWallet, "paypal")]
    [TestCase(PaymentMethod.DigitalWallet, "grabpay_SG")]
    [TestCase(PaymentMethod.DigitalWallet, "alipay_plus_gcash")]
    [TestCase(PaymentMethod.BankTransfer, "ideal")]
    [TestCase(PaymentMethod.BankTransfer, "molpay_ebanking_TH")]
    [TestCase(PaymentMethod.VirtualAccount, "doku_bca_va")]
    [TestCase(PaymentMethod.Voucher, "oxxo")]
    [TestCase(PaymentMethod.Voucher, "econtext_stores")]
    [TestCase(PaymentMethod.Voucher, "boletobancario_santander")]
    [TestCase(PaymentMethod.Voucher, "dragonpay_ebanking")]
    [TestCase(PaymentMethod.BuyNowPayLater, "klarna")]
    [TestCase(PaymentMethod.BuyNowPayLater, "facilypay_3x")]
    [TestCase(PaymentMethod.BuyNowPayLater, "scalapay_3x")]
    [TestCase(PaymentMethod.GiftCard, "giftcard")]
    public async Task A_page_is_restricted_to_what_was_asked_for(PaymentMethod method, string type)
    {
        using var adyen = new AdyenHost();
        adyen.On("POST /v72/paymentLinks", Fixture.Answer("link"), 201);
        await adyen.Provider.CreatePaymentAsync(new PaymentRequest { Amount = Requests.Eur, OrderId = "ord-1001", Method = method });
        Assert.That(adyen.Sent, Does.Contain("\"allowedPaymentMethods\":[").And.Contain($"\"{type}\""));
    }
}
