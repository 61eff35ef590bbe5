namespace Payments.Security.Tests.Redaction;

/// <summary>What logs are full of stays as it is.</summary>
public sealed class OrdinaryTextTests
{
    [TestCase("Now listening on: http://localhost:5000")]
    [TestCase("Request finished HTTP/1.1 GET https://shop.example/orders/1234567890?page=2 - 200 1532 application/json 12.3456ms")]
    [TestCase("order 20261123000001 of 2026-11-23T12:00:00.1234567Z, 20261123120000123, 2026112312000")]
    [TestCase("unix 1732363200 1732363200123 1732363200123456 1732363200123456789")]
    [TestCase("trace 4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7")]
    [TestCase("id 12345678-1234-1234-1234-123456789012 and 42424242-4242-4242-4242-424242424242")]
    [TestCase("amount 1234567.89 USD, 1,234,567,890,123 KRW, 0.4242424242424242")]
    [TestCase("phone +82 10-1234-5678, ip 192.168.100.200:8080, version 10.0.26100.4652")]
    [TestCase("StdpayCARDINIpayTest20260502103000123456")]
    [TestCase("No such payment_intent: 'pi_3Pabc'; a similar object exists in live mode")]
    [TestCase("task_level risk_score 1234567890 shipping: 5000, mapping: 1234, span: 123456789")]
    [TestCase("no webhook secret is configured: set WebhookSecrets")]
    [TestCase("Basic authentication failed, bearer credentials are missing, token: expired.")]
    [TestCase("StatusCode: 404, ErrorCode=123, key: value, IdempotencyKey: order-1, PublicKey=abc")]
    [TestCase("System.ArgumentException: bad (Parameter 'token')\n   at Shop.Pay(String token, CancellationToken cancellationToken) in /src/Shop.cs:line 4242")]
    [TestCase("\"hasSecret\":true,\"token\":null,\"cvv\":null,\"cvc_check\":\"pass\"")]
    [TestCase("secret key: none, password reset mail was sent")]
    [TestCase("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----")]
    [TestCase("pk_live_51Habc test_ck_abc client_key=test_ck_abc")]
    [TestCase("잔액이 부족합니다. 주문 20261123-000001, 금액 10,000원")]
    [TestCase("card ************4242 and 424242******4242, last four 4242")]
    public void Stays(string text) => Assert.That(PaymentRedactor.Redact(text), Is.SameAs(text));

    [Test]
    public void A_clean_text_costs_no_allocation()
    {
        const string Text = "Stripe Create: POST /v1/checkout/sessions answered 200 in 123 ms (attempt 1, request req_1Abc2Def)";
        for (var i = 0; i < 200; i++)
            PaymentRedactor.Redact(Text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            PaymentRedactor.Redact(Text);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Masking_costs_its_result_and_nothing_else()
    {
        const string Text = "card 4242424242424242 with \"cvv\":\"123\" under sk_live_0123456789abcdef";
        var length = PaymentRedactor.Redact(Text).Length;
        for (var i = 0; i < 200; i++)
            PaymentRedactor.Redact(Text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = new string('x', length);
        var one = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            PaymentRedactor.Redact(Text);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.EqualTo(1000 * one));
    }
}
