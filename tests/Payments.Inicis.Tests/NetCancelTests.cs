namespace Payments.Inicis.Tests;

/// <summary>Undoing an approval whose outcome nobody knows, or that is not what was asked for.</summary>
internal sealed class NetCancelTests
{
    private const string Undone = """{"resultCode":"0000","resultMsg":"망취소 성공"}""";

    [TestCase("", 500)]
    [TestCase("", 503)]
    [TestCase("", 200)]
    [TestCase("<html>Bad gateway</html>", 502)]
    [TestCase("<html>OK</html>", 200)]
    [TestCase("{\"resultCode\":\"0000\",\"tid\":\"Std", 200)]
    [TestCase("{}", 200)]
    [TestCase("null", 200)]
    [TestCase("[]", 200)]
    [TestCase("{\"resultCode\":\"0000\"}", 200)]
    [TestCase("{\"resultCode\":\"500050\"}", 200)]
    [TestCase("{\"resultCode\":\"501055\"}", 200)]
    [TestCase("{\"resultCode\":\"506105\"}", 200)]
    [TestCase("{\"resultCode\":\"120010\"}", 200)]
    public async Task An_unclear_approval_is_undone(string answer, int status)
    {
        using var host = new InicisHost().On(InicisHost.Approval, answer, status).On(InicisHost.NetCancel, Undone);
        var payment = await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()));
        host.AssertSent("net-cancel");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Cancelled));
            Assert.That(payment.CapturedAmount, Is.EqualTo(Money.Zero(Currency.KRW)));
            Assert.That(payment.Error!.Retry, Is.EqualTo(PaymentRetry.NewAttempt));
            Assert.That(payment.Error.Kind, Is.EqualTo(PaymentErrorKind.Unavailable));
            Assert.That(payment.Reference, Is.EqualTo(Requests.Order));
        }
    }

    [TestCase("", 500)]
    [TestCase("<html>OK</html>", 200)]
    [TestCase("P_STATUS=00", 200)]
    [TestCase("P_STATUS=500052", 200)]
    public async Task An_unclear_mobile_approval_is_undone(string answer, int status)
    {
        using var host = new InicisHost().On(InicisHost.MobileApproval, answer, status).On(InicisHost.MobileNetCancel, "P_STATUS=00&P_RMESG1=OK");
        var payment = await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.MobileReturn()));
        host.AssertSent("mobile-net-cancel");
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Cancelled));
    }

    [TestCase("mid", "OTHERshop1", "merchant")]
    [TestCase("mid", null, "merchant")]
    [TestCase("MOID", "A-1002", "order")]
    [TestCase("MOID", null, "order")]
    [TestCase("TotPrice", "1500", "amount")]
    [TestCase("TotPrice", "", "amount")]
    [TestCase("TotPrice", null, "amount")]
    [TestCase("TotPrice", "-15000", "amount")]
    [TestCase("TotPrice", "15000.00", "amount")]
    [TestCase("currency", "USD", "amount")]
    [TestCase("authSignature", "514b731d4a42d0aecd7cfde513d7d6c6457fbe12e36fa567df2786337faefc08", "authSignature")]
    [TestCase("authSignature", null, "authSignature")]
    public async Task An_approval_of_something_else_is_undone_and_refused(string name, string? value, string said)
    {
        using var host = new InicisHost().On(InicisHost.Approval, Fixture.Answer("approval-card", answer => answer[name] = value)).On(InicisHost.NetCancel, Undone);
        var thrown = (await Assert.ThrowsAsync<PaymentConflictException>(() => host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()))))!;
        host.AssertSent("net-cancel");
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((PaymentErrorCode.Mismatch, PaymentOutcome.Refused)));
        Assert.That(thrown.Message, Does.Contain(said));
    }

    [TestCase("P_MID=OTHERshop1&P_OID=A-1001&P_AMT=15000")]
    [TestCase("P_MID=INIpayTest&P_OID=A-1002&P_AMT=15000")]
    [TestCase("P_MID=INIpayTest&P_AMT=15000")]
    [TestCase("P_MID=INIpayTest&P_OID=A-1001&P_AMT=100")]
    public async Task A_mobile_approval_of_something_else_is_undone_and_refused(string fields)
    {
        using var host = new InicisHost().On(InicisHost.MobileApproval, $"P_STATUS=00&P_TID={Requests.MobileTid}&{fields}").On(InicisHost.MobileNetCancel, "P_STATUS=00");
        await Assert.ThrowsAsync<PaymentConflictException>(() => host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.MobileReturn())));
        host.AssertSent("mobile-net-cancel");
    }

    [TestCase("", 500)]
    [TestCase("<html/>", 200)]
    [TestCase("{}", 200)]
    [TestCase("{\"resultCode\":\"500623\"}", 200)]
    [TestCase("{\"resultCode\":\"500050\"}", 200)]
    [TestCase("{\"resultCode\":\"500200\"}", 200)]
    [TestCase("{\"resultCode\":\"00\"}", 200)]
    public async Task Where_undoing_fails_the_outcome_is_unknown(string answer, int status)
    {
        using var host = new InicisHost().On(InicisHost.Approval, "", 500).On(InicisHost.NetCancel, answer, status);
        var thrown = (await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()))))!;
        Assert.That(thrown.Error.Retry, Is.EqualTo(PaymentRetry.AfterReading));
        Assert.That(thrown.Payment, Is.EqualTo(Requests.Order));
        Assert.That(host.Calls, Is.EqualTo(2), "It is tried once.");
    }

    [Test]
    public async Task Where_undoing_a_wrong_approval_fails_the_outcome_is_unknown()
    {
        using var host = new InicisHost().On(InicisHost.Approval, Fixture.Answer("approval-card", answer => answer["TotPrice"] = "1")).On(InicisHost.NetCancel, "", 500);
        await Assert.ThrowsAsync<PaymentOutcomeUnknownException>(() => host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return())));
    }

    [TestCase("500200", typeof(PaymentAuthenticationException))]
    [TestCase("500400", typeof(PaymentAuthenticationException))]
    [TestCase("500201", typeof(PaymentAuthenticationException))]
    [TestCase("500202", typeof(PaymentAuthenticationException))]
    [TestCase("500621", typeof(PaymentAuthenticationException))]
    [TestCase("500622", typeof(PaymentAuthenticationException))]
    [TestCase("500631", typeof(PaymentConflictException))]
    [TestCase("", typeof(PaymentRequestException), 400)]
    [TestCase("", typeof(PaymentNotFoundException), 404)]
    public async Task What_was_refused_for_another_reason_than_the_payment_is_not_undone(string code, Type expected, int status = 200)
    {
        using var host = new InicisHost().On(InicisHost.Approval, status == 200 ? $$"""{"resultCode":"{{code}}"}""" : "<html/>", status);
        var thrown = (await Assert.CatchAsync<PaymentException>(() => host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()))))!;
        Assert.That(thrown, Is.InstanceOf(expected));
        Assert.That(thrown.Outcome, Is.EqualTo(PaymentOutcome.Refused));
        Assert.That(host.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task Undoing_goes_out_while_the_circuit_is_open()
    {
        using var host = new InicisHost(options =>
        {
            options.Circuit.MinimumThroughput = 2;
            options.Circuit.FailurePercent = 100;
        });
        for (var i = 0; i < 2; i++)
        {
            host.On(InicisHost.Approval, "", 503).On(InicisHost.NetCancel, Undone);
            Assert.That((await host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()))).Status, Is.EqualTo(PaymentStatus.Cancelled));
        }

        var thrown = (await Assert.CatchAsync<PaymentException>(() => host.Provider.ConfirmPaymentAsync(Requests.Confirmation(Requests.Return()))))!;
        Assert.That((thrown.Error.Code, thrown.Outcome), Is.EqualTo((PaymentErrorCode.CircuitOpen, PaymentOutcome.NeverSent)));
        Assert.That(host.Calls, Is.EqualTo(4), "The second net cancel went out after the circuit had opened; what was never sent is not undone.");
    }
}
