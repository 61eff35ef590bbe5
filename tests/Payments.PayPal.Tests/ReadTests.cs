using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.PayPal.Tests;

public class ReadTests
{
    [Test]
    public async Task An_order_tells_its_captures_and_refunds()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-refunded"));
        var payment = await paypal.Provider.GetPaymentAsync(Requests.Payment);
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.CapturedAmount, payment.RefundedAmount), Is.EqualTo((PaymentStatus.PartiallyRefunded, (Money?)Requests.Total, (Money?)new Money(5m, "USD"))));
            Assert.That(payment.Facts.Select(fact => fact.GetType().Name), Is.EqualTo(new[] { nameof(CapturedFact), nameof(RefundFact) }));
            Assert.That(payment.Facts.OfType<RefundFact>().Single().Refund.Reference, Is.EqualTo("R-1"));
            Assert.That(payment.Facts.Select(fact => fact.AsOf), Is.All.EqualTo(TestClock.Start.AddSeconds(2)), "an offset of -07:00 is read as such");
            Assert.That(payment.AsOf, Is.GreaterThan(TestClock.Start.AddSeconds(2)), "the sums are told after all that they hold");
        });
    }

    [Test]
    public async Task What_failed_later_is_told_before_the_sums()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-refunded", node => node["purchase_units"]![0]!["payments"]!["refunds"]![0]!["update_time"] = "2026-10-30T00:00:30Z"));
        var payment = await paypal.Provider.GetPaymentAsync(Requests.Payment);
        Assert.That(payment.AsOf, Is.EqualTo(TestClock.Start.AddSeconds(30).AddTicks(1)));
    }

    [Test]
    public async Task A_completed_order_that_lists_nothing_is_asked_for_by_the_ids_that_are_known()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-captured", node => node["purchase_units"]![0]!.AsObject().Remove("payments"))).On(Requests.GetCapture, Fixture.Answer("capture"));
        var payment = await paypal.Provider.GetPaymentAsync(Requests.Taken);
        Assert.That((payment.Status, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, (Money?)Requests.Total)));
    }

    [Test]
    public async Task A_payment_is_found_by_a_capture_alone()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetCapture, Fixture.Answer("capture")).On(Requests.GetOrder, Fixture.Answer("order-captured"));
        var payment = await paypal.Provider.GetPaymentAsync(new PaymentReference("paypal", null, null, [new RelatedId("capture", Requests.CaptureId)]));
        Assert.That(payment.Reference, Is.EqualTo(Requests.Taken));
    }

    [Test]
    public async Task An_old_capture_leads_to_its_order_by_its_link()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetCapture, Fixture.Answer("capture", node => node.AsObject().Remove("supplementary_data"))).On(Requests.GetOrder, Fixture.Answer("order-captured"));
        var payment = await paypal.Provider.GetPaymentAsync(new PaymentReference("paypal", null, null, [new RelatedId("capture", Requests.CaptureId)]));
        Assert.That(payment.Reference.PaymentId, Is.EqualTo(Requests.OrderId));
    }

    [Test]
    public async Task An_order_id_of_ours_alone_finds_nothing()
    {
        using var paypal = new PayPalHost();
        var refused = await Assert.ThrowsAsync<PaymentRequestException>(() => paypal.Provider.GetPaymentAsync(new PaymentReference("paypal", null, "A-1001")));
        Assert.That(refused!.Message, Does.Contain("PaymentId"));
        Assert.That(paypal.Calls, Is.Zero);
    }

    [TestCase(PaymentStatus.RequiresAction, 180, PaymentStatus.Expired)]
    [TestCase(PaymentStatus.RequiresConfirmation, 180, PaymentStatus.Expired)]
    [TestCase(PaymentStatus.Cancelled, 180, PaymentStatus.Cancelled)]
    [TestCase(PaymentStatus.RequiresAction, 179, null)]
    [TestCase(PaymentStatus.Completed, 5000, null)]
    public async Task An_order_that_is_gone_has_run_out_if_it_was_ours_and_old(PaymentStatus known, int minutes, PaymentStatus? expected)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Requests.Error("INVALID_RESOURCE_ID", "RESOURCE_NOT_FOUND"), 404);
        var reference = Requests.Payment.With(new Payment
        {
            Reference = Requests.Payment, Status = known, ProviderStatus = "", Amount = Requests.Total, CreatedAt = TestClock.Start.AddMinutes(-minutes), NextAction = new WaitAction(),
        });
        if (expected is null)
        {
            await Assert.ThrowsAsync<PaymentNotFoundException>(() => paypal.Provider.GetPaymentAsync(reference));
            return;
        }

        var payment = await paypal.Provider.GetPaymentAsync(reference);
        Assert.That((payment.Status, payment.NextAction, payment.AsOf), Is.EqualTo(((PaymentStatus)expected, (NextAction?)null, (DateTimeOffset?)PayPalHost.AnsweredAt)));
    }

    [Test]
    public async Task An_order_that_is_gone_is_told_by_its_capture()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Requests.Error("INVALID_RESOURCE_ID", "RESOURCE_NOT_FOUND"), 404).On(Requests.GetCapture, Fixture.Answer("capture"));
        var payment = await paypal.Provider.GetPaymentAsync(Requests.Taken);
        Assert.That((payment.Status, payment.Amount, payment.Reference.PaymentId), Is.EqualTo((PaymentStatus.Completed, Requests.Total, Requests.OrderId)));
    }

    [Test]
    public async Task A_stranger_s_order_is_not_found()
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Requests.Error("INVALID_RESOURCE_ID", "RESOURCE_NOT_FOUND"), 404);
        var missing = await Assert.ThrowsAsync<PaymentNotFoundException>(() => paypal.Provider.GetPaymentAsync(Requests.Payment));
        Assert.That((missing!.Error.ProviderCode, missing.Error.RequestId), Is.EqualTo(("INVALID_RESOURCE_ID", "req_1")));
    }

    private static readonly TestCaseData[] Oddities =
    [
        new(new Action<JsonNode>(order => order["purchase_units"] = null)),
        new(new Action<JsonNode>(order => order["purchase_units"] = new JsonArray((JsonNode?)null))),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["payments"] = null)),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["payments"]!["captures"] = null)),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["payments"]!["captures"]!.AsArray().Insert(0, null))),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["payments"]!["captures"]![0]!["amount"]!["value"] = 20.5)),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["payments"]!["captures"]![0]!["amount"]!["value"] = "twenty")),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["payments"]!["captures"]![0]!["amount"] = null)),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["payments"]!["captures"]![0]!["final_capture"] = "true")),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["payments"]!["captures"]![0]!["update_time"] = 7)),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["custom_id"] = 1001)),
        new(new Action<JsonNode>(order => order["payment_source"] = null)),
        new(new Action<JsonNode>(order => order["payment_source"] = new JsonArray(7))),
        new(new Action<JsonNode>(order => order["payment_source"] = new JsonObject())),
        new(new Action<JsonNode>(order => order["payment_source"] = new JsonObject { ["card"] = "x" })),
        new(new Action<JsonNode>(order => order["links"] = null)),
        new(new Action<JsonNode>(order => order["links"] = "none")),
        new(new Action<JsonNode>(order => order["purchase_units"] = "none")),
        new(new Action<JsonNode>(order => order["purchase_units"] = new JsonObject())),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["amount"] = "20.00 USD")),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["payee"] = new JsonArray(7))),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["payments"] = 7)),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["payments"]!["captures"] = "x")),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["payments"]!["captures"]!.AsArray().Insert(0, "x"))),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["payments"]!["captures"]![0]!["status_details"] = "ECHECK")),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["payments"]!["captures"]![0]!["supplementary_data"] = new JsonArray())),
        new(new Action<JsonNode>(order => order["purchase_units"]![0]!["payments"]!["captures"]![0]!["processor_response"] = false)),
        new(new Action<JsonNode>(order => order["create_time"] = "yesterday")),
        new(new Action<JsonNode>(order => order["something_new"] = new JsonObject { ["deep"] = new JsonArray(1, null, "x") })),
    ];

    [TestCaseSource(nameof(Oddities))]
    public async Task An_odd_answer_never_throws(Action<JsonNode> change)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, Fixture.Answer("order-captured", change));
        var payment = await paypal.Provider.GetPaymentAsync(Requests.Payment);
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed).Or.EqualTo(PaymentStatus.Unknown));
        Assert.That(payment.Reference.PaymentId, Is.EqualTo(Requests.OrderId));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"id":""}""")]
    [TestCase("<html>Gateway</html>")]
    public async Task What_is_no_order_is_said_to_be_unreadable(string body)
    {
        using var paypal = new PayPalHost();
        paypal.On(Requests.GetOrder, body);
        var failed = await Assert.CatchAsync<PaymentException>(() => paypal.Provider.GetPaymentAsync(Requests.Payment));
        Assert.That(failed!.Error.Code, Is.EqualTo(PaymentErrorCode.InvalidResponse));
    }

    [TestCase("tr-TR")]
    [TestCase("de-DE")]
    [TestCase("ar-SA")]
    [TestCase("th-TH")]
    public async Task The_host_s_culture_changes_nothing(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            using var paypal = new PayPalHost();
            paypal.On("POST /v2/checkout/orders", Fixture.Answer("order-new"), 201).On(Requests.GetOrder, Fixture.Answer("order-refunded"));
            await paypal.Provider.CreatePaymentAsync(Requests.New(new Money(1234.5m, "USD")));
            var payment = await paypal.Provider.GetPaymentAsync(Requests.Payment);
            Assert.That(paypal.Sent, Does.Contain("\"value\":\"1234.50\""));
            Assert.That((payment.CreatedAt, payment.RefundedAmount), Is.EqualTo((TestClock.Start.AddSeconds(-10), (Money?)new Money(5m, "USD"))));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
