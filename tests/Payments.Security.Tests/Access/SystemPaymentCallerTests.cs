using Microsoft.Extensions.DependencyInjection;
using Payments.Abstractions.Tests;
using Payments.Security.Tests.Audit;

namespace Payments.Security.Tests.Access;

internal sealed class SystemPaymentCallerTests
{
    private static readonly PaymentCaller Shipping = new("jobs:shipping", ["shipping"], []);

    [Test]
    public async Task A_job_that_names_itself_goes_before_whoever_is_known()
    {
        await using var host = NewHost();
        host.Current = null;
        Assert.That(DemandAsync, Throws.InstanceOf<PaymentAccessDeniedException>());
        using (SystemPaymentCaller.BeginScope(Shipping))
        {
            using (SystemPaymentCaller.BeginScope(SystemPaymentCaller.ForReturn()))
                Assert.That(DemandAsync, Throws.InstanceOf<PaymentAccessDeniedException>(), "The inner scope counts.");
            Assert.That(DemandAsync, Throws.Nothing);
        }

        Assert.That(DemandAsync, Throws.InstanceOf<PaymentAccessDeniedException>(), "The scope is over.");

        Task DemandAsync() => host.Services.GetRequiredService<PaymentAccess>().DemandAsync(new() { Action = PaymentAction.Refund });
    }

    [Test]
    public async Task Flows_beside_it_keep_their_own_caller()
    {
        var isNamed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isSeen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var named = Task.Run(async () =>
        {
            using var scope = SystemPaymentCaller.BeginScope(Shipping);
            isNamed.SetResult();
            await isSeen.Task;
            return SystemPaymentCaller.Current;
        });
        await isNamed.Task;
        Assert.That(SystemPaymentCaller.Current, Is.Null);
        isSeen.SetResult();
        Assert.That(await named, Is.SameAs(Shipping));
    }

    [Test]
    public async Task The_audit_log_names_the_job()
    {
        await using var host = NewHost();
        using (SystemPaymentCaller.BeginScope(Shipping))
            await host.PayAsync();
        Assert.That(host.Entries.Select(entry => entry.Caller?.Id), Is.EqualTo(new[] { "jobs:shipping", "jobs:shipping" }));
    }

    [Test]
    public async Task What_the_reconciler_and_a_return_bring_is_named()
    {
        await using var host = NewHost();
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Pending, 100, "pay_Order-1001", "Order-1001"));
        var payment = await host.Provider.CreatePaymentAsync(Make.Request());
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Completed, 100, "pay_Order-1001", "Order-1001", captured: 100));
        host.Time.Advance(TimeSpan.FromDays(1));
        await host.Services.GetRequiredService<PaymentReconciler>().RunOnceAsync();
        Assert.That((host.Entries[^1].Source, host.Entries[^1].Caller?.Id), Is.EqualTo((PaymentChangeSource.Reconciliation, SystemPaymentCaller.Reconciler)));

        host.Fake.Answers(PaymentOperations.Get, Make.Payment(PaymentStatus.Refunded, id: "pay_Order-1001", captured: 100, refunded: 100));
        host.Time.Advance(TimeSpan.FromMinutes(1));
        using (SystemPaymentCaller.BeginScope(SystemPaymentCaller.ForReturn("192.0.2.9")))
            await host.Provider.GetPaymentAsync(payment.Reference);
        Assert.That((host.Entries[^1].Source, host.Entries[^1].Caller?.Id, host.Entries[^1].Caller?.RemoteAddress), Is.EqualTo((PaymentChangeSource.Read, SystemPaymentCaller.Return, "192.0.2.9")));
    }

    [TestCase("payments:return", true)]
    [TestCase("Payments:Webhook", true)]
    [TestCase("PAYMENTS:RECONCILER", true)]
    [TestCase("payments:refund", false)]
    [TestCase(null, false)]
    public void Our_own_names_are_known(string? name, bool expected) => Assert.That(SystemPaymentCaller.IsBuiltIn(name), Is.EqualTo(expected));

    private static SecuredHost NewHost() => new(builder => builder
        .AddAuditLog(options => options.Key = AuditSamples.Secret)
        .AddAuditOfChanges()
        .AddAccessPolicy(options => options.AllowRoles(PaymentAction.Refund, "shipping")));
}
