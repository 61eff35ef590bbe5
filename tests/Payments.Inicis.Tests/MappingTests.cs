using System.Text.Json.Nodes;

namespace Payments.Inicis.Tests;

/// <summary>Inicis' words, walked one by one.</summary>
internal sealed class MappingTests
{
    [TestCase("APPROVAL", PaymentStatus.Completed)]
    [TestCase("PART_CANCEL", PaymentStatus.PartiallyRefunded)]
    [TestCase("CANCEL", PaymentStatus.Refunded)]
    [TestCase("WAITING_FOR_REFUND", PaymentStatus.Processing)]
    [TestCase("REFUND_COMPLETED", PaymentStatus.Refunded)]
    [TestCase("NON_DEPOSIT", PaymentStatus.Pending)]
    [TestCase("DEPOSIT_COMPLETED", PaymentStatus.Completed)]
    [TestCase("DEPOSIT_CANCELED", PaymentStatus.Cancelled)]
    [TestCase("approval", PaymentStatus.Unknown)]
    [TestCase("TELEPORTED", PaymentStatus.Unknown)]
    [TestCase("", PaymentStatus.Unknown)]
    [TestCase(null, PaymentStatus.Unknown)]
    public async Task A_transactions_status(string? raw, PaymentStatus expected)
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card", t => t["transactionStatus"] = raw));
        var payment = await host.Provider.GetPaymentAsync(Requests.Paid);
        Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((expected, raw ?? "")));
        if (expected == PaymentStatus.Unknown)
            Assert.That((payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo(((Money?)null, (Money?)null)), "Nothing is claimed.");
        else
            Assert.That((payment.CapturedAmount is null, payment.RefundedAmount is null), Is.EqualTo((false, false)));
    }

    [TestCase("Card", PaymentMethod.Card)]
    [TestCase("VCard", PaymentMethod.Card)]
    [TestCase("CARD", PaymentMethod.Card)]
    [TestCase("ISP", PaymentMethod.Card)]
    [TestCase("DirectBank", PaymentMethod.BankTransfer)]
    [TestCase("BANK", PaymentMethod.BankTransfer)]
    [TestCase("Acct", PaymentMethod.BankTransfer)]
    [TestCase("VBank", PaymentMethod.VirtualAccount)]
    [TestCase("VBANK", PaymentMethod.VirtualAccount)]
    [TestCase("Vacct", PaymentMethod.VirtualAccount)]
    [TestCase("GVacct", PaymentMethod.VirtualAccount)]
    [TestCase("HPP", PaymentMethod.MobileCarrier)]
    [TestCase("MOBILE", PaymentMethod.MobileCarrier)]
    [TestCase("PhoneBill", PaymentMethod.MobileCarrier)]
    [TestCase("Culture", PaymentMethod.GiftCard)]
    [TestCase("CULTURE", PaymentMethod.GiftCard)]
    [TestCase("DGCL", PaymentMethod.GiftCard)]
    [TestCase("Bcsh", PaymentMethod.GiftCard)]
    [TestCase("HPMN", PaymentMethod.GiftCard)]
    [TestCase("TeenCash", PaymentMethod.GiftCard)]
    [TestCase("GiftCard", PaymentMethod.GiftCard)]
    [TestCase("Voucher", PaymentMethod.GiftCard)]
    [TestCase("Kpay", PaymentMethod.DigitalWallet)]
    [TestCase("OCBPoint", PaymentMethod.DigitalWallet)]
    [TestCase("POINT", PaymentMethod.DigitalWallet)]
    [TestCase("Paypin", PaymentMethod.DigitalWallet)]
    [TestCase("onlykakaopay", PaymentMethod.DigitalWallet)]
    [TestCase("onlylpay", PaymentMethod.DigitalWallet)]
    [TestCase("EWALLET", PaymentMethod.DigitalWallet)]
    [TestCase("KAKAOPAY", PaymentMethod.DigitalWallet)]
    [TestCase("SAMSUNG", PaymentMethod.DigitalWallet)]
    [TestCase("LPAY", PaymentMethod.DigitalWallet)]
    [TestCase("HoloPay", PaymentMethod.Other)]
    public async Task A_method(string raw, PaymentMethod expected)
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card", t => t["paymethod"] = raw));
        var payment = await host.Provider.GetPaymentAsync(Requests.Paid);
        Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((expected, raw)));
        Assert.That(host.Provider.Capabilities.PaymentMethods, Does.Contain(payment.Method));
    }

    [TestCase("0", "", PaymentMethod.CreditCard)]
    [TestCase("1", "", PaymentMethod.DebitCard)]
    [TestCase("2", "", PaymentMethod.GiftCard)]
    [TestCase("", "", PaymentMethod.Card)]
    [TestCase(null, null, PaymentMethod.Card)]
    [TestCase("9", "Z", PaymentMethod.Card)]
    [TestCase("0", "A", PaymentMethod.DigitalWallet)]
    [TestCase("0", "B", PaymentMethod.DigitalWallet)]
    [TestCase("1", "D", PaymentMethod.DigitalWallet)]
    [TestCase("0", "C", PaymentMethod.DigitalWallet)]
    [TestCase("0", "G", PaymentMethod.DigitalWallet)]
    [TestCase("0", "H", PaymentMethod.DigitalWallet)]
    [TestCase("0", "I", PaymentMethod.DigitalWallet)]
    [TestCase("0", "K", PaymentMethod.DigitalWallet)]
    [TestCase("0", "L", PaymentMethod.DigitalWallet)]
    [TestCase("0", "O", PaymentMethod.DigitalWallet)]
    [TestCase("0", "R", PaymentMethod.DigitalWallet)]
    [TestCase("0", "U", PaymentMethod.DigitalWallet)]
    public async Task A_card(string? flag, string? source, PaymentMethod expected) =>
        Assert.That((await ApprovedAsync(answer => (answer["CARD_CheckFlag"], answer["CARD_SrcCode"]) = (flag, source))).Method, Is.EqualTo(expected));

    [TestCase("01", "KEB")]
    [TestCase("03", "Lotte")]
    [TestCase("04", "Hyundai")]
    [TestCase("06", "KB")]
    [TestCase("11", "BC")]
    [TestCase("12", "Samsung")]
    [TestCase("14", "Shinhan")]
    [TestCase("16", "NH")]
    [TestCase("17", "Hana")]
    [TestCase("21", "VISA")]
    [TestCase("22", "MasterCard")]
    [TestCase("23", "JCB")]
    [TestCase("24", "Amex")]
    [TestCase("25", "Diners")]
    [TestCase("91", "Naver point")]
    [TestCase("93", "Toss money")]
    [TestCase("94", "SSG money")]
    [TestCase("96", "L.Point")]
    [TestCase("97", "Kakao money")]
    [TestCase("98", "Payco point")]
    [TestCase("77", "77")]
    public async Task A_card_company(string code, string expected) =>
        Assert.That((await ApprovedAsync(answer => answer["CARD_Code"] = code)).Card!.Brand, Is.EqualTo(expected));

    [TestCase("500050 500055 501052 504053 506051 512054", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase("500105 500106 500107 500108 500109 500110", PaymentErrorKind.Unavailable, PaymentErrorCode.ProviderError)]
    [TestCase("500127 501127", PaymentErrorKind.Unknown, PaymentErrorCode.ProcessingError)]
    [TestCase("500200 500201 500202", PaymentErrorKind.Authentication, PaymentErrorCode.InvalidCredentials)]
    [TestCase("500251 500252 500256 500262 500263", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("500400 512400", PaymentErrorKind.Authentication, PaymentErrorCode.MerchantConfiguration)]
    [TestCase("500412 500699 500707 500959", PaymentErrorKind.InvalidRequest, PaymentErrorCode.NotPermitted)]
    [TestCase("500608 500612 500690", PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooSmall)]
    [TestCase("500610 500703", PaymentErrorKind.InvalidRequest, PaymentErrorCode.Mismatch)]
    [TestCase("500619 500630", PaymentErrorKind.Conflict, PaymentErrorCode.DuplicateOrder)]
    [TestCase("500631", PaymentErrorKind.Conflict, PaymentErrorCode.InProgress)]
    [TestCase("500621 500622", PaymentErrorKind.Authentication, PaymentErrorCode.PermissionDenied)]
    [TestCase("500623", PaymentErrorKind.NotFound, PaymentErrorCode.NotFound)]
    [TestCase("500624 500625", PaymentErrorKind.Conflict, PaymentErrorCode.InvalidState)]
    [TestCase("500626 501626 504626", PaymentErrorKind.Conflict, PaymentErrorCode.AlreadyRefunded)]
    [TestCase("500644 500645 500646 500647 500648 500649 500650 500651 500786", PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded)]
    [TestCase("500705", PaymentErrorKind.InvalidRequest, PaymentErrorCode.LimitExceeded)]
    [TestCase("500706 500826", PaymentErrorKind.InvalidRequest, PaymentErrorCode.AmountTooLarge)]
    [TestCase("500749", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidAmount)]
    [TestCase("500906", PaymentErrorKind.Declined, PaymentErrorCode.InsufficientBalance)]
    [TestCase("120002 120016 120049", PaymentErrorKind.Declined, PaymentErrorCode.LimitExceeded)]
    [TestCase("120004 1165", PaymentErrorKind.Declined, PaymentErrorCode.ExpiredCard)]
    [TestCase("120010", PaymentErrorKind.Unavailable, PaymentErrorCode.Timeout)]
    [TestCase("120054 060780", PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds)]
    [TestCase("120036", PaymentErrorKind.Declined, PaymentErrorCode.DuplicateOrder)]
    [TestCase("11C9", PaymentErrorKind.Declined, PaymentErrorCode.NotPermitted)]
    [TestCase("120099 1201 1100 060001 070001", PaymentErrorKind.Declined, PaymentErrorCode.Declined)]
    [TestCase("060723", PaymentErrorKind.Declined, PaymentErrorCode.Expired)]
    [TestCase("V013 V014 V016 V021 V023", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("MX1006 MX1001", PaymentErrorKind.InvalidRequest, PaymentErrorCode.InvalidRequest)]
    [TestCase("500001 999999 9 01 626 5006260 X00626", PaymentErrorKind.Unknown, PaymentErrorCode.Unknown)]
    public void An_error(string codes, PaymentErrorKind kind, PaymentErrorCode code)
    {
        foreach (var raw in codes.Split(' '))
        {
            var error = InicisErrors.Of(raw, "message");
            Assert.That((error.Kind, error.Code, error.ProviderCode), Is.EqualTo((kind, code, raw)));
        }
    }

    [TestCase("500001", PaymentErrorKind.Declined)]
    [TestCase("01", PaymentErrorKind.Declined)]
    [TestCase("R999", PaymentErrorKind.Declined)]
    [TestCase("500200", PaymentErrorKind.Authentication)]
    [TestCase("500050", PaymentErrorKind.Unavailable)]
    public void An_approval_that_says_no_is_a_decline(string code, PaymentErrorKind expected) => Assert.That(InicisErrors.OfApproval(code, null).Kind, Is.EqualTo(expected));

    [Test]
    public void What_can_be_asked_for_and_what_comes_back_is_claimed() => Assert.That(
        InicisMapping.Methods.Values.Concat(InicisMapping.CardFlags.Values).Append(PaymentMethod.Other).Distinct(), Is.EquivalentTo(InicisDefaults.Capabilities.PaymentMethods));

    private static async Task<Payment> ApprovedAsync(Action<JsonNode> change)
    {
        using var host = new InicisHost().On(InicisHost.Approval, Fixture.Answer("approval-card", change));
        return await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()));
    }
}
