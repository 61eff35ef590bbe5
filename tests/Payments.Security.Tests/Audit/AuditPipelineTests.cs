using Microsoft.Extensions.DependencyInjection;
using Payments.Abstractions.Tests;

namespace Payments.Security.Tests.Audit;

internal sealed class AuditPipelineTests
{
    private static SecuredHost NewHost(Action<IPaymentsBuilder>? more = null) => new(builder =>
    {
        builder.AddAuditLog(options => options.Key = AuditSamples.Secret);
        more?.Invoke(builder);
    });

    [Test]
    public async Task Intent_and_outcome_tell_who_did_what_and_how_it_stood()
    {
        await using var host = NewHost();
        var payment = await host.PayAsync();
        host.Fake.Answers(PaymentOperations.Refund, Make.Refund(100m));
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = PaymentReference.Parse(payment.Reference.ToString()), Reason = "broken" });

        var (intent, outcome) = (host.Entries[2], host.Entries[3]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(intent.Kind, Is.EqualTo(AuditEntryKind.Intent));
            Assert.That((intent.Action, intent.Caller!.Id, intent.Caller.RemoteAddress, intent.Caller.CorrelationId), Is.EqualTo((PaymentAction.Refund, "user-7", "192.0.2.7", "req-1")));
            Assert.That((intent.PaymentId, intent.OrderId, intent.Amount, intent.Reason), Is.EqualTo(("pay_Order-1001", "Order-1001", (Money?)null, "broken")));
            Assert.That((outcome.Kind, outcome.Intent, outcome.Result), Is.EqualTo((AuditEntryKind.Outcome, 3L, AuditResult.Succeeded)));
            Assert.That((outcome.RefundId, outcome.Refund, outcome.Amount), Is.EqualTo(("re_1", RefundStatus.Completed, Make.Usd(100))));
            Assert.That(outcome.Before, Is.EqualTo(new AuditState(PaymentStatus.Completed, Make.Usd(100), Make.Usd(100), null)));
        }

        Assert.That((await new AuditVerifier([AuditSamples.Secret]).VerifyAsync(host.Store)).IsIntact, Is.True);
    }

    [Test]
    public async Task An_operation_whose_intent_cannot_be_written_does_not_happen()
    {
        await using var host = NewHost();
        host.Store.Failure = new IOException();
        var request = Make.Request();
        Assert.That(async () => await host.Provider.CreatePaymentAsync(request), Throws.InstanceOf<AuditUnavailableException>());
        Assert.That(host.Fake.Calls, Is.Empty);
        host.Store.Failure = null;
        Assert.That((await host.Provider.CreatePaymentAsync(request)).Status, Is.EqualTo(PaymentStatus.Completed), "The same request may be repeated.");
    }

    [Test]
    public async Task An_outcome_that_cannot_be_written_is_queued_and_the_caller_gets_the_answer()
    {
        await using var host = NewHost();
        host.Fake.Does(PaymentOperations.Create, _ =>
        {
            host.Store.Failure = new IOException();
            return Task.FromResult<object>(Make.Payment(PaymentStatus.Completed));
        });
        Assert.That((await host.Provider.CreatePaymentAsync(Make.Request())).Status, Is.EqualTo(PaymentStatus.Completed));
        var log = host.Services.GetRequiredService<IAuditLog>();
        Assert.That((log.Queued, host.Entries.Count), Is.EqualTo((1, 1)));
        host.Store.Failure = null;
        host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.That((log.Queued, host.Entries.Count), Is.EqualTo((0, 2)));
        Assert.That(host.Entries[1].After?.Status, Is.EqualTo(PaymentStatus.Completed));
    }

    private static IEnumerable<TestCaseData> Failures()
    {
        yield return new(Make.NeverSent(), AuditResult.NeverSent, PaymentErrorCode.NetworkError);
        yield return new(Make.Refused(), AuditResult.Refused, PaymentErrorCode.InvalidRequest);
        yield return new(Make.Unknown(), AuditResult.Unknown, PaymentErrorCode.Timeout);
        yield return new(new OperationCanceledException(), AuditResult.NeverSent, null);
        yield return new(new InvalidOperationException("4242424242424242"), AuditResult.Unknown, null);
    }

    [TestCaseSource(nameof(Failures))]
    public async Task A_failure_is_told_by_what_it_means_for_the_money(Exception failure, AuditResult result, PaymentErrorCode? error)
    {
        await using var host = NewHost();
        host.Fake.Throws(PaymentOperations.Create, failure);
        Assert.That(async () => await host.Provider.CreatePaymentAsync(Make.Request()), Throws.InstanceOf(failure.GetType()));
        Assert.That((host.Entries[1].Result, host.Entries[1].Error), Is.EqualTo(((AuditResult?)result, error)));
    }

    [Test]
    public async Task A_decline_is_told_as_one()
    {
        await using var host = NewHost();
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Failed) with { Error = Make.Error(PaymentErrorCode.InsufficientFunds, PaymentErrorKind.Declined) });
        await host.Provider.CreatePaymentAsync(Make.Request());
        Assert.That((host.Entries[1].Result, host.Entries[1].Error), Is.EqualTo((AuditResult.Declined, PaymentErrorCode.InsufficientFunds)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Denied_access_is_audited_whichever_was_added_first(bool accessFirst)
    {
        await using var host = new SecuredHost(builder =>
        {
            if (accessFirst)
                builder.AddAccessPolicy(_ => { });
            builder.AddAuditLog(options => options.Key = AuditSamples.Secret).AddAccessPolicy(_ => { });
        });
        var payment = await host.PayAsync();
        Assert.That(async () => await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment.Reference }), Throws.InstanceOf<PaymentAccessDeniedException>());
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund), Is.Empty);
        var outcome = host.Entries[3];
        Assert.That((outcome.Result, outcome.Error, outcome.Before?.Status), Is.EqualTo((AuditResult.Denied, PaymentErrorCode.PermissionDenied, PaymentStatus.Completed)));
        Assert.That(outcome.Amount, Is.EqualTo(Make.Usd(100)));
    }

    [Test]
    public async Task Reads_and_repeated_registration_write_nothing_twice()
    {
        await using var host = NewHost(builder => builder.AddAuditLog(_ => { }));
        var payment = await host.PayAsync();
        await host.Provider.GetPaymentAsync(payment);
        Assert.That(host.Entries, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Changes_that_nobody_asked_for_are_written_where_the_host_wants_them()
    {
        await using var host = NewHost(builder => builder.AddAuditOfChanges());
        var payment = await host.PayAsync();
        Assert.That(host.Entries, Has.Count.EqualTo(2), "An answer is an outcome.");
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Refunded, id: "pay_Order-1001", captured: 100, refunded: 100));
        await host.Provider.GetPaymentAsync(payment.Reference);
        var change = host.Entries[2];
        Assert.That((change.Kind, change.Source, change.Caller), Is.EqualTo((AuditEntryKind.Change, PaymentChangeSource.Read, (PaymentCaller?)null)));
        Assert.That((change.Before?.Status, change.After?.Status), Is.EqualTo((PaymentStatus.Completed, PaymentStatus.Refunded)));
    }

    [Test]
    public async Task Nothing_secret_is_in_any_line()
    {
        string[] secrets = ["4242424242424242", "4242 4242 4242 4242", "sk_live_abcDEF123", "whsec_abcDEF123", "cus_name@shop.example", "pi_1_secret_xyz"];
        await using var host = NewHost();
        host.Current = new PaymentCaller(secrets[0], [secrets[2]], [], secrets[0], "trace-" + secrets[0]);
        foreach (var secret in secrets)
        {
            host.Fake.Throws(PaymentOperations.Cancel, new InvalidOperationException(secret));
            var payment = new PaymentReference(Make.Provider, secret, null, [new RelatedId("client_secret", secret)]);
            Assert.That(async () => await host.Provider.CancelPaymentAsync(new CancelRequest { Payment = payment, Reason = $"card {secret} cvv 123 of {secret}" }), Throws.Exception);
        }

        var lines = string.Join('\n', host.Store.Lines.Select(line => line.Text));
        Assert.That(host.Entries, Has.Count.EqualTo(2 * secrets.Length));
        Assert.That(secrets.Append("xyz").Append("123 of").Where(secret => secret != secrets[4] && lines.Contains(secret, StringComparison.Ordinal)), Is.Empty);
        Assert.That(host.Entries.Select(entry => entry.Reason ?? ""), Has.None.Contains("@"));
    }
}
