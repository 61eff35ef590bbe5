using System.Text.Json.Nodes;

namespace Payments.Coinbase.Tests.Commerce;

/// <summary>What a charge's timeline and payments mean, row by row of the facts page.</summary>
public class ChargeTests
{
    private const string Path = "/charges/3f2a9c1e-5b7d-4e0f-8a6c-2d1b0c9e8f7a";

    [TestCase("NEW", null, PaymentStatus.RequiresAction, PaymentAttention.None, "0.00")]
    [TestCase("SIGNED", null, PaymentStatus.RequiresAction, PaymentAttention.None, "0.00")]
    [TestCase("PENDING", null, PaymentStatus.Processing, PaymentAttention.None, null)]
    [TestCase("COMPLETED", null, PaymentStatus.Completed, PaymentAttention.None, "100.00")]
    [TestCase("EXPIRED", null, PaymentStatus.Expired, PaymentAttention.None, "0.00")]
    [TestCase("FAILED", null, PaymentStatus.Failed, PaymentAttention.None, "0.00")]
    [TestCase("CANCELED", null, PaymentStatus.Cancelled, PaymentAttention.None, "0.00")]
    [TestCase("UNRESOLVED", "UNDERPAID", PaymentStatus.Processing, PaymentAttention.Underpaid, null)]
    [TestCase("UNRESOLVED", "OVERPAID", PaymentStatus.Processing, PaymentAttention.Overpaid, null)]
    [TestCase("UNRESOLVED", "DELAYED", PaymentStatus.Processing, PaymentAttention.Late, null)]
    [TestCase("UNRESOLVED", "MULTIPLE", PaymentStatus.Processing, PaymentAttention.Multiple, null)]
    [TestCase("UNRESOLVED", "MANUAL", PaymentStatus.Processing, PaymentAttention.Review, null)]
    [TestCase("UNRESOLVED", "OTHER", PaymentStatus.Processing, PaymentAttention.Review, null)]
    [TestCase("UNRESOLVED", "OF_2029", PaymentStatus.Processing, PaymentAttention.Review, null)]
    [TestCase("UNRESOLVED", null, PaymentStatus.Processing, PaymentAttention.Review, null)]
    [TestCase("RESOLVED", null, PaymentStatus.Completed, PaymentAttention.None, "100.00")]
    [TestCase("RESOLVED", "OVERPAID", PaymentStatus.Completed, PaymentAttention.None, "100.00")]
    [TestCase("REFUND PENDING", null, PaymentStatus.Completed, PaymentAttention.None, "100.00")]
    [TestCase("REFUNDED", null, PaymentStatus.Refunded, PaymentAttention.None, "100.00")]
    [TestCase("CANCELLED", null, PaymentStatus.Unknown, PaymentAttention.None, null)]
    [TestCase("TELEPORTED", "FAR", PaymentStatus.Unknown, PaymentAttention.None, null)]
    public async Task Each_status_has_its_meaning(string status, string? context, PaymentStatus expected, PaymentAttention attention, string? captured)
    {
        var payment = await ReadAsync(Fixture.Answer("charge-new", node => node["data"]!["timeline"]!.AsArray().Add(new JsonObject
        {
            ["status"] = status, ["context"] = context, ["time"] = "2026-10-30T01:00:00Z",
        })));
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.Attention), Is.EqualTo((expected, attention)));
            Assert.That(payment.ProviderStatus, Is.EqualTo(context is null ? status : $"{status}:{context}"));
            Assert.That(payment.CapturedAmount, Is.EqualTo(captured is null ? (Money?)null : Money.Parse(captured + " EUR")));
            Assert.That(payment.AsOf, Is.EqualTo(TestClock.Start.AddHours(1)));
            Assert.That(payment.NextAction is not null, Is.EqualTo(expected is PaymentStatus.RequiresAction));
            Assert.That(payment.Error is not null, Is.EqualTo(expected is PaymentStatus.Failed));
        });
    }

    [Test]
    public async Task The_newest_entry_counts_wherever_it_stands()
    {
        var payment = await ReadAsync(Fixture.Answer("charge-onchain"));
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.ProviderStatus), Is.EqualTo((PaymentStatus.Completed, "COMPLETED")));
            Assert.That(payment.AsOf, Is.EqualTo(TestClock.Start.AddMinutes(6)));
            Assert.That(payment.ReceivedAmount, Is.EqualTo(new Money(108.123456m, "USDC")), "the crypto amount, not the local one");
            Assert.That((payment.TransactionId, payment.ProviderMethod), Is.EqualTo(("0xabc", "base")));
            Assert.That((payment.Amount, payment.CapturedAmount), Is.EqualTo((new Money(100m, "EUR"), (Money?)new Money(100m, "EUR"))));
        });
    }

    [Test]
    public async Task Of_two_entries_of_one_moment_the_later_one_counts()
    {
        var payment = await ReadAsync(Fixture.Answer("charge-new", node =>
        {
            node["data"]!["timeline"]!.AsArray().Add(new JsonObject { ["status"] = "PENDING", ["time"] = "2026-10-30T00:00:01Z" });
        }));
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Processing));
    }

    [Test]
    public async Task The_legacy_form_has_a_code_alone_and_eighteen_decimals()
    {
        using var coinbase = new CommerceHost().On("GET /charges/66BEOV2A", Fixture.Answer("charge-legacy"));
        var payment = await coinbase.Provider.GetPaymentAsync(PaymentReference.From("coinbase", "66BEOV2A"));
        Assert.Multiple(() =>
        {
            Assert.That(payment.Reference.ToString(), Is.EqualTo("coinbase:66BEOV2A"));
            Assert.That((payment.Status, payment.ProviderStatus, payment.Attention), Is.EqualTo((PaymentStatus.Processing, "UNRESOLVED:UNDERPAID", PaymentAttention.Underpaid)));
            Assert.That(payment.ReceivedAmount, Is.EqualTo(new Money(0.090000000000000002m, "ETH")));
            Assert.That((payment.TransactionId, payment.ProviderMethod), Is.EqualTo(("0xe2", "ethereum")));
            Assert.That(payment.CapturedAmount, Is.Null);
        });
    }

    [Test]
    public async Task What_was_accepted_by_hand_is_what_arrived()
    {
        var payment = await ReadAsync(Fixture.Answer("charge-legacy", node =>
            node["data"]!["timeline"]!.AsArray().Add(new JsonObject { ["status"] = "RESOLVED", ["time"] = "2026-10-30T02:00:00Z" })));
        Assert.That((payment.Status, payment.Amount, payment.CapturedAmount), Is.EqualTo((PaymentStatus.Completed, new Money(100m, "EUR"), (Money?)new Money(90m, "EUR"))));
    }

    [TestCase("REFUND PENDING", RefundStatus.Pending, "0")]
    [TestCase("REFUNDED", RefundStatus.Completed, "100")]
    public async Task A_refund_made_by_hand_is_told_as_one(string status, RefundStatus expected, string refunded)
    {
        var payment = await ReadAsync(Fixture.Answer("charge-onchain", node =>
            node["data"]!["timeline"]!.AsArray().Add(new JsonObject { ["status"] = status, ["time"] = "2026-10-30T02:00:00Z" })));
        var refund = payment.Facts.OfType<RefundFact>().Single().Refund;
        Assert.That((refund.Status, refund.ProviderStatus, refund.Amount, refund.RefundId), Is.EqualTo((expected, status, new Money(100m, "EUR"), (string?)null)));
        Assert.That(payment.RefundedAmount, Is.EqualTo(Money.Parse(refunded + " EUR")));
    }

    // In a timeline: status, or status and context.
    [TestCase("NEW,PENDING,UNRESOLVED:UNDERPAID,REFUND PENDING", PaymentStatus.Processing, PaymentAttention.Underpaid, null, "90", RefundStatus.Pending)]
    [TestCase("NEW,EXPIRED,UNRESOLVED:DELAYED,REFUND PENDING", PaymentStatus.Processing, PaymentAttention.Late, null, "90", RefundStatus.Pending)]
    [TestCase("NEW,PENDING,UNRESOLVED:UNDERPAID,REFUND PENDING,REFUNDED", PaymentStatus.Refunded, PaymentAttention.None, "90", "90", RefundStatus.Completed)]
    [TestCase("NEW,PENDING,UNRESOLVED:UNDERPAID,RESOLVED,REFUND PENDING", PaymentStatus.Completed, PaymentAttention.None, "90", "90", RefundStatus.Pending)]
    [TestCase("NEW,PENDING,UNRESOLVED:UNDERPAID,RESOLVED,REFUNDED", PaymentStatus.Refunded, PaymentAttention.None, "90", "90", RefundStatus.Completed)]
    [TestCase("NEW,PENDING,REFUND PENDING", PaymentStatus.Processing, PaymentAttention.None, null, "100", RefundStatus.Pending)]
    [TestCase("NEW,PENDING,COMPLETED,REFUND PENDING", PaymentStatus.Completed, PaymentAttention.None, "100", "100", RefundStatus.Pending)]
    [TestCase("NEW,PENDING,COMPLETED,REFUND PENDING,REFUNDED", PaymentStatus.Refunded, PaymentAttention.None, "100", "100", RefundStatus.Completed)]
    [TestCase("NEW,REFUND PENDING", PaymentStatus.Completed, PaymentAttention.None, "100", "100", RefundStatus.Pending)]
    public async Task A_refund_keeps_the_state_that_it_found_and_gives_back_what_arrived(
        string timeline, PaymentStatus status, PaymentAttention attention, string? captured, string back, RefundStatus refundStatus)
    {
        var payment = await ReadAsync(Fixture.Answer("charge-legacy", node => node["data"]!["timeline"] = Timeline(timeline)));
        var refund = payment.Facts.OfType<RefundFact>().Single().Refund;
        Assert.Multiple(() =>
        {
            Assert.That((payment.Status, payment.Attention), Is.EqualTo((status, attention)));
            Assert.That(payment.ProviderStatus, Is.EqualTo(timeline.Split(',')[^1]));
            Assert.That(payment.CapturedAmount, Is.EqualTo(captured is null ? (Money?)null : Money.Parse(captured + " EUR")));
            Assert.That((refund.Status, refund.Amount), Is.EqualTo((refundStatus, Money.Parse(back + " EUR"))));
            Assert.That(payment.RefundedAmount, Is.EqualTo(captured is null ? (Money?)null : Money.Parse((status is PaymentStatus.Refunded ? back : "0") + " EUR")));
        });
    }

    [Test]
    public async Task An_underpaid_charge_that_is_given_back_is_never_paid_in_the_pipeline()
    {
        await using var shop = new PipelineHost(CoinbaseApi.Commerce);
        var payment = new PaymentReference("coinbase", "66BEOV2A");
        foreach (var (timeline, status) in new[]
        {
            ("NEW,PENDING,UNRESOLVED:UNDERPAID", PaymentStatus.Processing),
            ("NEW,PENDING,UNRESOLVED:UNDERPAID,REFUND PENDING", PaymentStatus.Processing),
            ("NEW,PENDING,UNRESOLVED:UNDERPAID,REFUND PENDING,REFUNDED", PaymentStatus.Refunded),
        })
        {
            shop.Answers(Fixture.Answer("charge-legacy", node => node["data"]!["timeline"] = Timeline(timeline)));
            Assert.That((await shop.Provider.GetPaymentAsync(payment)).Status, Is.EqualTo(status), timeline);
            Assert.That((await shop.RememberedAsync(payment)).Status, Is.EqualTo(status), timeline);
        }

        var known = await shop.RememberedAsync(payment);
        Assert.That((known.CapturedAmount, known.RefundedAmount), Is.EqualTo(((Money?)new Money(90m, "EUR"), (Money?)new Money(90m, "EUR"))));
    }

    [Test]
    public async Task What_arrived_unlisted_and_was_given_back_has_no_amount()
    {
        var payment = await ReadAsync(Fixture.Answer("charge-new", node => node["data"]!["timeline"] = Timeline("NEW,UNRESOLVED:UNDERPAID,REFUNDED")));
        Assert.That((payment.Status, payment.CapturedAmount, payment.RefundedAmount, payment.Facts.Count), Is.EqualTo((PaymentStatus.Refunded, (Money?)null, (Money?)null, 0)));
    }

    [Test]
    public async Task A_charge_that_failed_on_the_chain_says_why()
    {
        void Fail(JsonNode node)
        {
            node["data"]!["timeline"] = Timeline("NEW,PENDING,FAILED");
            node["data"]!["payments"]![0]!["status"] = "FAILED";
            node["data"]!["web3_data"] = JsonNode.Parse("""{"success_events":[],"failure_events":[{"reason":"early"},{"reason":"transfer amount exceeds balance","tx_hsh":"0xfail"},{"tx_hsh":""}]}""");
        }

        var payment = await ReadAsync(Fixture.Answer("charge-onchain", Fail));
        Assert.That((payment.Error!.Kind, payment.Error.ProviderCode, payment.Error.ProviderMessage), Is.EqualTo((PaymentErrorKind.Declined, "FAILED", "transfer amount exceeds balance")));
        Assert.That(payment.TransactionId, Is.EqualTo("0xfail"));

        var bare = await ReadAsync(Fixture.Answer("charge-onchain", node =>
        {
            Fail(node);
            node["data"]!["web3_data"] = null;
        }));
        Assert.That((bare.TransactionId, bare.Error!.ProviderMessage), Is.EqualTo(((string?)null, (string?)null)), "a transfer that failed took no money");

        var paid = await ReadAsync(Fixture.Answer("charge-onchain", node => node["data"]!["web3_data"]!["failure_events"] = JsonNode.Parse("""[{"reason":"early","tx_hsh":"0xfail"}]""")));
        Assert.That((paid.TransactionId, paid.Error), Is.EqualTo(("0xabc", (PaymentError?)null)));
    }

    [Test]
    public async Task Of_several_assets_no_sum_is_made_and_what_failed_did_not_arrive()
    {
        var mixed = await ReadAsync(Fixture.Answer("charge-legacy", node => node["data"]!["payments"]![1]!["value"]!["crypto"]!["currency"] = "USDC"));
        Assert.That(mixed.ReceivedAmount, Is.Null);
        var failed = await ReadAsync(Fixture.Answer("charge-legacy", node => node["data"]!["payments"]![1]!["status"] = "FAILED"));
        Assert.That(failed.ReceivedAmount, Is.EqualTo(new Money(0.060000000000000001m, "ETH")));
    }

    [Test]
    public async Task The_chain_tells_the_transaction_where_no_payment_is_listed_and_a_donation_its_own_amount()
    {
        var payment = await ReadAsync(Fixture.Answer("charge-onchain", node => node["data"]!["payments"] = new JsonArray()));
        Assert.That((payment.TransactionId, payment.ProviderMethod), Is.EqualTo(("0xabc", (string?)null)));
        var donation = await ReadAsync(Fixture.Answer("charge-onchain", node => ((JsonObject)node["data"]!).Remove("pricing")));
        Assert.That(donation.Amount, Is.EqualTo(new Money(100m, "EUR")));
    }

    [Test]
    public async Task A_new_charge_is_cancelled_and_what_has_ended_is_success()
    {
        using var open = new CommerceHost().On($"POST {Path}/cancel", Ended("CANCELED"));
        Assert.That((await CancelAsync(open)).Status, Is.EqualTo(PaymentStatus.Cancelled));
        Assert.That(open.Bodies[0], Is.Empty);

        using var expired = new CommerceHost().On($"POST {Path}/cancel", """{"error":{"type":"invalid_request","message":"Only NEW"}}""", 400).On("GET " + Path, Ended("EXPIRED"));
        Assert.That((await CancelAsync(expired)).Status, Is.EqualTo(PaymentStatus.Expired));
    }

    [TestCase("PENDING", PaymentErrorCode.InvalidState)]
    [TestCase("COMPLETED", PaymentErrorCode.AlreadyCaptured)]
    public async Task A_charge_that_money_has_reached_is_not_cancelled(string status, PaymentErrorCode code)
    {
        using var coinbase = new CommerceHost().On($"POST {Path}/cancel", """{"error":{"type":"invalid_request","message":"Only NEW"}}""", 400).On("GET " + Path, Ended(status));
        Assert.That((await Assert.ThrowsAsync<PaymentConflictException>(() => CancelAsync(coinbase)))!.Error.Code, Is.EqualTo(code));
    }

    [TestCase("""{"data":{"id":"c","timeline":null,"pricing":null,"payments":null,"web3_data":null,"metadata":null}}""")]
    [TestCase("""{"data":{"code":"C"},"warnings":5}""")]
    [TestCase("""{"data":{"id":7,"timeline":{"status":"NEW"},"pricing":[],"payments":"none","web3_data":[1],"metadata":7,"hosted_url":{}}}""")]
    [TestCase("""{"data":{"id":"c","timeline":[null,"NEW",{"status":5,"time":"then"},{"status":"NEW","time":1793318400}],"pricing":{"local":"much"}}}""")]
    [TestCase("""{"data":{"id":"c","timeline":[{"status":"COMPLETED"}],"pricing":{"local":{"amount":100,"currency":"EUR"}},"payments":[{"value":{"crypto":{"amount":"x"}}},{}],"x":[[[{}]]]}}""")]
    public async Task An_odd_charge_never_throws(string body)
    {
        using var coinbase = new CommerceHost().On("GET " + Path, body);
        Assert.That((await coinbase.Provider.GetPaymentAsync(Requests.Charge)).Reference.PaymentId, Is.Not.Null);
    }

    private static string Ended(string status) => Fixture.Answer("charge-new", node =>
        node["data"]!["timeline"]!.AsArray().Add(new JsonObject { ["status"] = status, ["time"] = "2026-10-30T01:00:00Z" }));

    private static Task<Payment> CancelAsync(CommerceHost coinbase) => coinbase.Provider.CancelPaymentAsync(new CancelRequest { Payment = Requests.Charge });

    private static JsonArray Timeline(string steps) => new([.. steps.Split(',').Select((step, minute) => new JsonObject
    {
        ["status"] = step.Split(':')[0], ["context"] = step.Contains(':', StringComparison.Ordinal) ? step.Split(':')[1] : null, ["time"] = $"2026-10-30T01:0{minute}:00Z",
    })]);

    private static async Task<Payment> ReadAsync(string answer)
    {
        using var coinbase = new CommerceHost().On("GET " + Path, answer);
        return await coinbase.Provider.GetPaymentAsync(Requests.Charge);
    }
}
