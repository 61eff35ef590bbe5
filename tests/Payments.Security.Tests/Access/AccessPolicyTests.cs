using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Payments.Abstractions.Tests;
using Payments.Security.Tests.Audit;

namespace Payments.Security.Tests.Access;

internal sealed class AccessPolicyTests
{
    private static readonly PaymentCaller Support = new("user-7", ["support"], ["payments:refund"]);

    [TestCase(PaymentAction.Capture)]
    [TestCase(PaymentAction.Cancel)]
    [TestCase(PaymentAction.Refund)]
    [TestCase(PaymentAction.Detokenize)]
    [TestCase(PaymentAction.Export)]
    [TestCase(PaymentAction.ReadAudit)]
    [TestCase(PaymentAction.RemoveAudit)]
    public async Task What_has_no_rule_is_refused(PaymentAction action)
    {
        var policy = new RolePaymentAccessPolicy(new PaymentAccessOptions());
        Assert.That(await policy.DecideAsync(new() { Action = action, Caller = Support }), Is.EqualTo(PaymentAccessDecision.NotPermitted));
        Assert.That(await policy.DecideAsync(new() { Action = action }), Is.EqualTo(PaymentAccessDecision.NoCaller));
    }

    [TestCase("support", "", true)]
    [TestCase("Support", "", false)]
    [TestCase("sales", "", false)]
    [TestCase("sales", "payments:refund", true)]
    [TestCase("", "", false)]
    public async Task Roles_and_scopes_allow(string role, string scope, bool allowed)
    {
        var policy = new RolePaymentAccessPolicy(new PaymentAccessOptions().AllowRoles(PaymentAction.Refund, "support", "boss").AllowScopes(PaymentAction.Refund, "payments:refund"));
        var decision = await policy.DecideAsync(new() { Action = PaymentAction.Refund, Caller = new PaymentCaller("u", [role], [scope]) });
        Assert.That(decision is PaymentAccessDecision.Allowed, Is.EqualTo(allowed));
    }

    [Test]
    public async Task A_rule_with_both_wants_both()
    {
        var options = new PaymentAccessOptions { Rules = { new PaymentAccessRule { Actions = { PaymentAction.Cancel }, Roles = { "support" }, Scopes = { "payments:cancel" } } } };
        Assert.That(await new RolePaymentAccessPolicy(options).DecideAsync(new() { Action = PaymentAction.Cancel, Caller = Support }), Is.EqualTo(PaymentAccessDecision.NotPermitted));
    }

    [Test]
    public async Task A_refusal_is_typed_and_comes_before_anything_is_sent()
    {
        await using var host = new SecuredHost(builder => builder.AddAccessPolicy(options => options.AllowRoles(PaymentAction.Refund, "boss")));
        var payment = await host.PayAsync();
        var refused = (await Assert.ThrowsAsync<PaymentAccessDeniedException>(() => host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment.Reference })))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((refused.Action, refused.Decision, refused.Outcome), Is.EqualTo((PaymentAction.Refund, PaymentAccessDecision.NotPermitted, PaymentOutcome.NeverSent)));
            Assert.That((refused.Error.Kind, refused.Error.Code), Is.EqualTo((PaymentErrorKind.AccessDenied, PaymentErrorCode.PermissionDenied)));
            Assert.That(host.Fake.CallsOf(PaymentOperations.Refund), Is.Empty);
        }

        host.Current = null;
        var nobody = (await Assert.ThrowsAsync<PaymentAccessDeniedException>(() => host.Provider.CancelPaymentAsync(new CancelRequest { Payment = payment.Reference })))!;
        Assert.That(nobody.Decision, Is.EqualTo(PaymentAccessDecision.NoCaller));
    }

    [Test]
    public async Task The_policy_sees_the_payment_and_the_amount_that_were_looked_up()
    {
        var policy = new RecordingPolicy();
        await using var host = new SecuredHost(builder =>
        {
            builder.Services.AddSingleton<IPaymentAccessPolicy>(policy);
            builder.AddAccessPolicy(_ => { });
        });
        await host.PayAsync(80);
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = new PaymentReference(Make.Provider, null, "Order-1001") });
        var asked = policy.Asked[^1];
        Assert.That((asked.Action, asked.Amount, asked.Payment!.PaymentId, asked.Payment.Known!.Status, asked.Caller!.Id), Is.EqualTo(
            (PaymentAction.Refund, Make.Usd(80), "pay_Order-1001", PaymentStatus.Completed, "user-7")));
    }

    [Test]
    public async Task It_is_read_from_configuration_and_checked()
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Rules:0:Actions:0"] = "Refund", ["Rules:0:Roles:0"] = "support", ["Guarded:0"] = "Create",
            ["Limits:0:Actions:0"] = "Refund", ["Limits:0:Period"] = "1.00:00:00", ["Limits:0:MaxAmounts:USD"] = "50",
        }).Build();
        await using var host = new SecuredHost(builder => builder.AddAccessPolicy(section));
        var options = host.Services.GetRequiredService<IOptions<PaymentAccessOptions>>().Value;
        Assert.That(options.Rules.Single().Roles, Is.EqualTo(["support"]));
        Assert.That(options.Guarded, Does.Contain(PaymentAction.Create).And.Contain(PaymentAction.Refund));
        Assert.That((options.Limits.Single().Period, options.Limits[0].MaxAmounts["usd"]), Is.EqualTo((TimeSpan.FromDays(1), 50m)));

        Assert.That(
            () => new SecuredHost(builder => builder.AddAccessPolicy(options => options.Rules.Add(new PaymentAccessRule { Actions = { PaymentAction.Refund } }))),
            Throws.InstanceOf<OptionsValidationException>());
    }

    private sealed class RecordingPolicy : IPaymentAccessPolicy
    {
        public List<PaymentAccessRequest> Asked { get; } = [];

        public ValueTask<PaymentAccessDecision> DecideAsync(PaymentAccessRequest request, CancellationToken cancellationToken = default)
        {
            Asked.Add(request);
            return new(PaymentAccessDecision.Allowed);
        }
    }
}
