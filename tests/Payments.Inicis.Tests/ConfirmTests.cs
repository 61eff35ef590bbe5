namespace Payments.Inicis.Tests;

/// <summary>Approving what the payer agreed to.</summary>
internal sealed class ConfirmTests
{
    [Test]
    public async Task A_card_payment_is_approved_at_the_payers_data_centre()
    {
        using var host = new InicisHost().On(InicisHost.Approval, Fixture.Answer("approval-card"));
        var payment = await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()));
        host.AssertSent("confirm");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
            Assert.That(payment.Reference, Is.EqualTo(Requests.Paid));
            Assert.That((payment.Amount, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((Requests.Amount, (Money?)Requests.Amount, (Money?)Money.Zero(Currency.KRW))));
            Assert.That((payment.TransactionId, payment.ProviderStatus), Is.EqualTo((Requests.Tid, "0000")));
            Assert.That((payment.Method, payment.ProviderMethod), Is.EqualTo((PaymentMethod.CreditCard, "Card")));
            Assert.That(payment.Card, Is.EqualTo(new PaymentCard { Brand = "KB", Last4 = "1234", Installments = 3, ApprovalCode = "30001234" }));
            Assert.That(payment.CreatedAt, Is.EqualTo(new DateTimeOffset(2026, 10, 30, 9, 0, 1, TimeSpan.FromHours(9))));
            Assert.That(payment.AsOf, Is.EqualTo(InicisHost.AnsweredAt));
            Assert.That(payment.NextAction, Is.Null);
        }
    }

    [Test]
    public async Task A_mobile_payment_is_approved()
    {
        const string answer = "P_STATUS=00&P_RMESG1=%EC%A0%95%EC%83%81&P_TID=INIMX_CARDINIpayTest20261030090005000009&P_TYPE=CARD&P_AUTH_DT=20261030090005&P_MID=INIpayTest"
            + "&P_OID=A-1001&P_AMT=15000&P_AUTH_NO=30001234&P_FN_CD1=04&P_FN_NM=%ED%98%84%EB%8C%80&P_CARD_NUM=540926**********&P_CARD_CHECKFLG=1&P_RMESG2=00";
        using var host = new InicisHost().On(InicisHost.MobileApproval, answer);
        var payment = await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.MobileReturn()));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(host.Sent, Is.EqualTo($"POST https://ksmobile.inicis.com/smart/payReq.ini\n  P_MID=INIpayTest\n  P_TID={Requests.MobileTid}"));
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
            Assert.That(payment.Reference.PaymentId, Is.EqualTo("INIMX_CARDINIpayTest20261030090005000009"), "The final tid.");
            Assert.That(payment.Method, Is.EqualTo(PaymentMethod.DebitCard));
            Assert.That(payment.Card, Is.EqualTo(new PaymentCard { Brand = "Hyundai", Last4 = null, Installments = 0, ApprovalCode = "30001234" }), "Its end is masked.");
        }
    }

    // '국민' and '정상' in EUC-KR, as old merchants get them.
    [Test]
    public async Task An_answer_in_Korean_bytes_is_read()
    {
        const string answer = "P_STATUS=00&P_RMESG1=%C1%A4%BB%F3&P_TID=INIMX_VBNKINIpayTest20261030090005000009&P_TYPE=VBANK&P_AUTH_DT=20261030090005&P_MID=INIpayTest"
            + "&P_OID=A-1001&P_AMT=15000&P_VACT_NUM=01440064018781&P_VACT_BANK_CODE=04&P_FN_NM=%B1%B9%B9%CE&P_VACT_DATE=20261103&P_VACT_TIME=233000";
        using var host = new InicisHost().On(InicisHost.MobileApproval, answer);
        var payment = await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.MobileReturn()));
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Pending));
        Assert.That(((BankDepositAction)payment.NextAction!).Bank, Is.EqualTo("국민"));
    }

    [Test]
    public async Task An_account_that_was_issued_is_not_paid()
    {
        using var host = new InicisHost().On(InicisHost.Approval, Fixture.Answer("approval-account", AccountSignature));
        var payment = await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Pending));
            Assert.That(payment.Amount, Is.EqualTo(Requests.Amount));
            Assert.That(payment.CapturedAmount, Is.EqualTo(Money.Zero(Currency.KRW)));
            Assert.That(payment.TransactionId, Is.Null);
            Assert.That(payment.Method, Is.EqualTo(PaymentMethod.VirtualAccount));
            Assert.That(payment.NextAction, Is.EqualTo(new BankDepositAction
            {
                Bank = "신한은행", AccountNumber = "01440064018781", AccountHolder = "케이지이니시스", Amount = Requests.Amount,
                DueAt = new DateTimeOffset(2026, 11, 3, 23, 30, 0, TimeSpan.FromHours(9)),
            }));
        }
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("HoloBank")]
    [TestCase("Card")]
    public async Task An_account_is_not_paid_whatever_its_method_is_called(string? name)
    {
        using var host = new InicisHost().On(InicisHost.Approval, Fixture.Answer("approval-account", answer =>
        {
            AccountSignature(answer);
            answer["payMethod"] = name;
        }));
        var payment = await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()));
        Assert.That((payment.Status, payment.Method), Is.EqualTo((PaymentStatus.Pending, PaymentMethod.VirtualAccount)));
        Assert.That((payment.CapturedAmount, payment.NextAction is BankDepositAction), Is.EqualTo(((Money?)Money.Zero(Currency.KRW), true)));
    }

    [Test]
    public async Task A_mobile_account_is_not_paid_whatever_its_method_is_called()
    {
        using var host = new InicisHost().On(
            InicisHost.MobileApproval, "P_STATUS=00&P_TID=INIMX_VBNKINIpayTest20261030090005000009&P_MID=INIpayTest&P_OID=A-1001&P_AMT=15000&P_VACT_NUM=01440064018781");
        Assert.That((await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.MobileReturn()))).Status, Is.EqualTo(PaymentStatus.Pending));
    }

    [Test]
    public async Task A_card_whose_number_is_not_released_is_told_without_it()
    {
        using var host = new InicisHost().On(InicisHost.Approval, Fixture.Answer("approval-card", answer => (answer["CARD_Num"], answer["CARD_Code"]) = (null, null)));
        var payment = await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()));
        Assert.That(payment.Card, Is.EqualTo(new PaymentCard { Installments = 3, ApprovalCode = "30001234" }));
    }

    [Test]
    public async Task A_deadline_without_a_time_is_the_end_of_the_day()
    {
        using var host = new InicisHost().On(InicisHost.Approval, Fixture.Answer("approval-account", answer =>
        {
            AccountSignature(answer);
            answer["VACT_Time"] = "";
        }));
        var payment = await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()));
        Assert.That(((BankDepositAction)payment.NextAction!).DueAt, Is.EqualTo(new DateTimeOffset(2026, 11, 3, 23, 59, 59, TimeSpan.FromHours(9))));
    }

    // The answer is signed over the time of the approval, whatever the window's was: here the rule of the digit 7, which covers the amount.
    [Test]
    public async Task An_approval_has_a_time_of_its_own()
    {
        using var host = new InicisHost();
        var created = await host.Provider.CreatePaymentAsync(Requests.Payment());
        host.Clock.Now += TimeSpan.FromMilliseconds(7);
        host.On(InicisHost.Approval, Fixture.Answer(
            "approval-card", answer => answer["authSignature"] = "264178cd3aa6ae9aca5f7d093e5bed197b14f76ed77b6e0027b6905639cece45"));
        Assert.That((await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return(), created))).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(host.Sent, Does.Contain("timestamp=1793318400007"));
    }

    [Test]
    public async Task A_return_without_success_is_a_hint_only()
    {
        using var host = new InicisHost();
        var created = await host.Provider.CreatePaymentAsync(Requests.Payment());
        var payment = await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return(("resultCode", "V023"), ("authToken", null)), created));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.RequiresAction));
            Assert.That(payment.NextAction, Is.EqualTo(created.NextAction), "The window can be opened again.");
            Assert.That((payment.Error!.Kind, payment.Error.ProviderCode, payment.Error.ProviderMessage), Is.EqualTo((PaymentErrorKind.InvalidRequest, "V023", (string?)null)));
            Assert.That(host.Calls, Is.Zero);
        }
    }

    [TestCase("01", "01")]
    [TestCase("<script>alert(1)</script>", "")]
    [TestCase("0000000000000000000000000000", "")]
    public async Task A_mobile_return_without_success_is_a_hint_only(string status, string kept)
    {
        using var host = new InicisHost();
        var payment = await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.MobileReturn(("P_STATUS", status))));
        Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((PaymentStatus.RequiresAction, kept)));
        Assert.That(payment.Error!.Kind, Is.EqualTo(PaymentErrorKind.Declined));
        Assert.That(host.Calls, Is.Zero);
    }

    // The return is the payer's to forge: none of these addresses may be called, and none of these returns may lead to an approval.
    [TestCase("idc_name", null)]
    [TestCase("idc_name", "xx")]
    [TestCase("idc_name", "FC")]
    [TestCase("idc_name", "stg")]
    [TestCase("idc_name", "ks")]
    [TestCase("authUrl", null)]
    [TestCase("authUrl", "https://evil.example/api/payAuth")]
    [TestCase("authUrl", "https://fcstdpay.inicis.com.evil.example/api/payAuth")]
    [TestCase("authUrl", "https://fcstdpay.inicis.com@evil.example/api/payAuth")]
    [TestCase("authUrl", "https://fcstdpay.inicis.com/api/payAuth?next=https://evil.example")]
    [TestCase("authUrl", "http://fcstdpay.inicis.com/api/payAuth")]
    [TestCase("authUrl", "https://FCSTDPAY.inicis.com/api/payAuth")]
    [TestCase("authUrl", "https://fcstdpay.inicis.com/api/netCancel")]
    [TestCase("authUrl", "https://ksstdpay.inicis.com/api/payAuth")]
    [TestCase("netCancelUrl", "https://evil.example/api/netCancel")]
    [TestCase("mid", "OTHERshop1")]
    [TestCase("orderNumber", "A-1002")]
    [TestCase("authToken", null)]
    [TestCase("merchantData", "5e7ef97ad1d3c1d27fcc98c591bc0071af22f7710e8bb34e253faae28d9369bd")]
    [TestCase("merchantData", "x")]
    public async Task A_forged_return_is_refused_before_sending(string name, string? value)
    {
        using var host = new InicisHost();
        var thrown = (await Assert.ThrowsAsync<PaymentRequestException>(() => host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return((name, value))))))!;
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((PaymentErrorCode.Mismatch, PaymentOutcome.NeverSent)));
        Assert.That(host.Calls, Is.Zero);
    }

    [TestCase("idc_name", "fc")]
    [TestCase("P_REQ_URL", "https://ksmobile.inicis.com.evil.example/smart/payReq.ini")]
    [TestCase("P_REQ_URL", null)]
    [TestCase("P_TID", "INIMX_CARDOTHERshop120261030090000123456")]
    [TestCase("P_TID", null)]
    [TestCase("P_NOTI", "x")]
    [TestCase("P_AMT", "1500")]
    [TestCase("P_AMT", "x")]
    public async Task A_forged_mobile_return_is_refused_before_sending(string name, string? value)
    {
        using var host = new InicisHost();
        var thrown = (await Assert.ThrowsAsync<PaymentRequestException>(
            () => host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.MobileReturn((name, value))))))!;
        Assert.That(thrown.Error.Code, Is.EqualTo(PaymentErrorCode.Mismatch));
        Assert.That(host.Calls, Is.Zero);
    }

    [Test]
    public async Task A_return_of_another_amount_is_refused_before_sending()
    {
        using var host = new InicisHost();
        await Assert.ThrowsAsync<PaymentRequestException>(() => host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return(), amount: new Money(150_000m, "KRW"))));
        Assert.That(host.Calls, Is.Zero);
    }

    // The payer's browser knows nothing of a proxy.
    [TestCase(false)]
    [TestCase(true)]
    public async Task Addresses_come_from_the_options(bool isProxys)
    {
        using var host = new InicisHost(options => options.ApprovalAddresses["fc"] = new Uri("https://proxy.example/inicis/"))
            .On("POST https://proxy.example/inicis/api/payAuth", Fixture.Answer("approval-card"));
        var back = isProxys
            ? Requests.Return(("authUrl", "https://proxy.example/inicis/api/payAuth"), ("netCancelUrl", "https://proxy.example/inicis/api/netCancel"))
            : Requests.Return();
        Assert.That((await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(back))).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [TestCase("authUrl", "https://evil.example/api/payAuth")]
    [TestCase("authUrl", "https://ksstdpay.inicis.com/api/payAuth")]
    [TestCase("netCancelUrl", "https://ksstdpay.inicis.com/api/netCancel")]
    [TestCase("idc_name", "ks")]
    public async Task Other_addresses_are_refused_behind_a_proxy_too(string name, string value)
    {
        using var host = new InicisHost(options => options.ApprovalAddresses["fc"] = new Uri("https://proxy.example/inicis/"));
        await Assert.ThrowsAsync<PaymentRequestException>(() => host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return((name, value)))));
        Assert.That(host.Calls, Is.Zero);
    }

    [Test]
    public async Task A_decline_is_an_answer_and_nothing_is_undone()
    {
        using var host = new InicisHost().On(InicisHost.Approval, """{"resultCode":"120054","resultMsg":"잔액부족"}""");
        var payment = await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()));
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Failed));
        Assert.That((payment.Error!.Kind, payment.Error.Code, payment.Error.ProviderCode), Is.EqualTo((PaymentErrorKind.Declined, PaymentErrorCode.InsufficientFunds, "120054")));
        Assert.That(host.Calls, Is.EqualTo(1));
    }

    // The outcome of the payment, whatever the reason: our keys and our contract say nothing about it (see NetCancelTests).
    [TestCase("500251", PaymentErrorCode.InvalidRequest)]
    [TestCase("500263", PaymentErrorCode.InvalidRequest)]
    [TestCase("500412", PaymentErrorCode.NotPermitted)]
    [TestCase("500608", PaymentErrorCode.AmountTooSmall)]
    [TestCase("500612", PaymentErrorCode.AmountTooSmall)]
    [TestCase("500690", PaymentErrorCode.AmountTooSmall)]
    [TestCase("500610", PaymentErrorCode.Mismatch)]
    [TestCase("500703", PaymentErrorCode.Mismatch)]
    [TestCase("500623", PaymentErrorCode.NotFound)]
    [TestCase("500624", PaymentErrorCode.InvalidState)]
    [TestCase("500626", PaymentErrorCode.AlreadyRefunded)]
    [TestCase("V023", PaymentErrorCode.InvalidRequest)]
    [TestCase("MX1006", PaymentErrorCode.InvalidRequest)]
    public async Task An_approval_that_says_no_has_failed(string code, PaymentErrorCode expected)
    {
        using var host = new InicisHost().On(InicisHost.Approval, $$"""{"resultCode":"{{code}}"}""");
        var payment = await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()));
        Assert.That((payment.Status, payment.Error!.Code, payment.Error.ProviderCode), Is.EqualTo((PaymentStatus.Failed, expected, code)));
        Assert.That(payment.Attention, Is.EqualTo(expected == PaymentErrorCode.Mismatch ? PaymentAttention.Review : PaymentAttention.None), "Somebody has changed the amount.");
        Assert.That(host.Calls, Is.EqualTo(1), "Nothing is undone.");
    }

    [TestCase("500619")]
    [TestCase("500630")]
    public async Task What_was_approved_before_is_read_and_never_undone(string code)
    {
        using var host = new InicisHost().On(InicisHost.Approval, $$"""{"resultCode":"{{code}}"}""").On(InicisHost.Inquiry, Fixture.Answer("transaction-card"));
        var payment = await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()));
        Assert.That((payment.Status, payment.Reference), Is.EqualTo((PaymentStatus.Completed, Requests.Paid)));
        Assert.That(host.Calls, Is.EqualTo(2));
    }

    [Test]
    public async Task What_was_approved_before_with_another_amount_is_a_conflict()
    {
        using var host = new InicisHost().On(InicisHost.Approval, """{"resultCode":"500630"}""")
            .On(InicisHost.Inquiry, Fixture.Answer("transaction-card", transaction => transaction["price"] = "14999"));
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()))))!;
        Assert.That(thrown.Error.Code, Is.EqualTo(PaymentErrorCode.Mismatch));
        Assert.That(host.Calls, Is.EqualTo(2), "Another call made it: it is not undone.");
    }

    [Test]
    public async Task A_token_that_was_used_for_nothing_is_a_conflict()
    {
        using var host = new InicisHost().On(InicisHost.Approval, """{"resultCode":"500630"}""").On(InicisHost.Inquiry, """{"resultCode":"500623"}""");
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()))))!;
        Assert.That(thrown.Outcome, Is.EqualTo(PaymentOutcome.Refused));
    }

    [Test]
    public async Task A_second_window_of_a_paid_order_is_not_approved()
    {
        using var host = new InicisHost().On(InicisHost.Inquiry, Fixture.Answer("transaction-card"));
        var payment = await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return(("authToken", "another")), Requests.Paid));
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
        host.AssertSent("read");
    }

    [Test]
    public async Task A_cancelled_payment_is_not_approved()
    {
        using var host = new InicisHost();
        var created = await host.Provider.CreatePaymentAsync(Requests.Payment());
        var cancelled = created with { Status = PaymentStatus.Cancelled };
        await Assert.ThrowsAsync<PaymentConflictException>(() => host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return(), cancelled)));
        Assert.That(host.Calls, Is.Zero);
    }

    [Test]
    public async Task What_is_missing_is_named()
    {
        using var host = new InicisHost();
        Assert.That(await SaidAsync(new ConfirmPaymentRequest { Payment = Requests.Order, Amount = Requests.Amount }), Does.Contain("ReturnUrl"));
        Assert.That(await SaidAsync(new ConfirmPaymentRequest { Payment = Requests.Order, ReturnParameters = Requests.Return() }), Does.Contain("Amount"));
        Assert.That(
            await SaidAsync(new ConfirmPaymentRequest { Payment = PaymentReference.From("inicis", Requests.Tid), Amount = Requests.Amount, ReturnParameters = Requests.Return() }),
            Does.Contain("OrderId"));

        async Task<string> SaidAsync(ConfirmPaymentRequest request) =>
            (await Assert.ThrowsAsync<PaymentRequestException>(() => host.Provider.ConfirmPaymentAsync(request)))!.Message;
    }

    private static void AccountSignature(System.Text.Json.Nodes.JsonNode answer) =>
        answer["authSignature"] = InicisSignatures.Answer("A-1001", "INIpayTest", (string)answer["TotPrice"]!, "1793318400000");
}
