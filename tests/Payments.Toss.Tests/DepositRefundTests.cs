using System.Text.Json.Nodes;
using Payments.Simulator;

namespace Payments.Toss.Tests;

/// <summary>The account that the payer gave in the window is told for half an hour, and needed when the deposit is given back.</summary>
public class DepositRefundTests
{
    private const string Confirm = "POST /v1/payments/confirm";
    private const string Read = "GET /v1/payments/pk_1";
    private const string Cancel = "POST /v1/payments/pk_1/cancel";

    private static string Waiting(string? account = """{"bankCode":"06","accountNumber":"01098765432","holderName":"kim"}""", string? secret = "ps_secret1") => Fixture.Answer("waiting", answer =>
    {
        answer["virtualAccount"]!["refundReceiveAccount"] = account is null ? null : JsonNode.Parse(account);
        answer["secret"] = secret;
    });

    private static string Deposited(string? account = null) => Fixture.Answer("waiting", answer =>
    {
        (answer["status"], answer["approvedAt"]) = ("DONE", "2026-01-02T10:00:00+09:00");
        answer["virtualAccount"]!["refundReceiveAccount"] = account is null ? null : JsonNode.Parse(account);
    });

    private static string Given() => Fixture.Answer("partial", answer => (answer["status"], answer["balanceAmount"]) = ("CANCELED", 0));

    [Test]
    public async Task The_account_is_sealed_beside_the_secret_stays_through_later_reads_and_takes_the_refund()
    {
        using var toss = new TossHost();
        toss.On(Confirm, Waiting()).On(Read, Deposited()).On(Read, Deposited()).On(Cancel, Given());
        var confirmed = await toss.Provider.ConfirmPaymentAsync(Requests.Confirm());
        var deposited = await toss.Provider.GetPaymentAsync(confirmed);
        await toss.Provider.RefundPaymentAsync(Requests.Refund(payment: deposited));
        Assert.That(toss.Sent, Does.EndWith("""{"cancelReason":"size","refundableAmount":15000,"refundReceiveAccount":{"bank":"06","accountNumber":"01098765432","holderName":"kim"}}"""));
        Assert.That(confirmed.ToString() + deposited, Does.Not.Contain("01098765432").And.Not.Contain("kim"));
    }

    [Test]
    public async Task While_it_is_told_it_is_used_without_a_memory()
    {
        using var toss = new TossHost();
        toss.On(Read, Deposited("""{"bankCode":"20","accountNumber":"5550001","holderName":"lee"}""")).On(Cancel, Given());
        await toss.Provider.RefundPaymentAsync(Requests.Refund());
        Assert.That(toss.Sent, Does.EndWith(""""refundReceiveAccount":{"bank":"20","accountNumber":"5550001","holderName":"lee"}}""""));
    }

    [Test]
    public async Task The_account_that_is_asked_for_goes_first()
    {
        using var toss = new TossHost();
        toss.On(Read, Deposited("""{"bankCode":"20","accountNumber":"5550001","holderName":"lee"}""")).On(Cancel, Given());
        await toss.Provider.RefundPaymentAsync(Requests.Refund(account: Requests.Account));
        Assert.That(toss.Sent, Does.Contain("01234567890").And.Not.Contain("5550001"));
    }

    [TestCase("""{"bankCode":"20","accountNumber":"555****","holderName":"lee"}""")]
    [TestCase("""{"bankCode":"20","accountNumber":"9505636518308","holderName":"lee"}""")]
    [TestCase("""{"bankCode":"20","accountNumber":"","holderName":"lee"}""")]
    [TestCase("""{"bankCode":null,"accountNumber":"5550001","holderName":"lee"}""")]
    [TestCase("""{"bankCode":"20","accountNumber":"5550001"}""")]
    [TestCase("[]")]
    [TestCase("7")]
    public async Task What_no_refund_can_go_to_is_none(string account)
    {
        using var toss = new TossHost();
        toss.On(Read, Fixture.Answer("waiting", answer =>
        {
            (answer["status"], answer["approvedAt"], answer["virtualAccount"]!["accountNumber"]) = ("DONE", "2026-01-02T10:00:00+09:00", "9505636518308");
            answer["virtualAccount"]!["refundReceiveAccount"] = JsonNode.Parse(account);
        }));
        Assert.That((await Assert.ThrowsAsync<PaymentRequestException>(() => toss.Provider.RefundPaymentAsync(Requests.Refund())))!.Message, Does.Contain("BankAccount is missing"));
    }

    [Test]
    public async Task The_account_of_another_try_is_not_this_one_s()
    {
        using var toss = new TossHost();
        toss.On(Confirm, Waiting());
        var other = (await toss.Provider.ConfirmPaymentAsync(Requests.Confirm())) with { Reference = new PaymentReference("toss", "pk_2", "A-1001") };
        toss.On("GET /v1/payments/pk_2", Deposited());
        await Assert.ThrowsAsync<PaymentRequestException>(() => toss.Provider.RefundPaymentAsync(Requests.Refund(payment: other)));
    }

    [TestCase("ps_secret1", true)]
    [TestCase("ps_forged", false)]
    public async Task The_secret_beside_the_account_is_still_compared(string claimed, bool isTaken)
    {
        using var toss = new TossHost();
        toss.On(Confirm, Waiting()).On(Read, Waiting(secret: null));
        var known = await toss.Provider.GetPaymentAsync(await toss.Provider.ConfirmPaymentAsync(Requests.Confirm()));
        if (isTaken)
            toss.On("GET /v1/payments/orders/A-1001", Deposited());
        var webhook = await toss.Provider.VerifyWebhookAsync(Webhooks.Of(Fixture.Event("deposit", body => body["secret"] = claimed)));
        var told = await toss.Provider.ResolveWebhookAsync(webhook with { References = [webhook.References[0].With(known)] });
        Assert.That(told, Has.Count.EqualTo(isTaken ? 1 : 0));
    }

    [Test]
    public async Task A_deposit_through_the_window_is_given_back_days_later_without_asking_the_payer()
    {
        await using var shop = await TossShop.StartAsync();
        var begun = await shop.Provider.CreatePaymentAsync(Requests.Payment(method: PaymentMethod.VirtualAccount));
        var waiting = await shop.PayAsync(begun, PayerAction.PayLate);
        shop.Clock.Now += TimeSpan.FromDays(2);
        await shop.Simulator.SettlePendingAsync();
        await shop.HearAsync(shop.Told());
        var refund = await shop.Provider.RefundPaymentAsync(new RefundRequest { Payment = waiting.Reference });
        Assert.That((refund.Status, shop.Simulator.TotalsOf("A-1001").Refunded), Is.EqualTo((RefundStatus.Pending, 15000m)));
        Assert.That((await shop.RememberedAsync(waiting.Reference))!.ToString(), Does.Not.Contain("01098765432"));
    }
}
