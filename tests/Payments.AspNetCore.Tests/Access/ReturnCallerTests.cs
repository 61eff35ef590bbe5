using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Payments.Security;

namespace Payments.AspNetCore.Tests.Access;

/// <summary>Who the access policy and the audit log see: the signed-in user, and for a payer's return a caller of its own.</summary>
internal sealed class ReturnCallerTests
{
    private const string Remote = "203.0.113.50";

    [Test]
    public async Task A_return_confirms_as_a_caller_of_its_own_and_the_log_says_from_where([Values("PayPal", "Toss", "KakaoPay")] string title, [Values] bool isSignedIn)
    {
        await using var shop = await OpenAsync(title, isSignedIn, options => options.AllowRoles(PaymentAction.Confirm, SystemPaymentCaller.Return));
        using var answer = await shop.ComeBackAsync(await shop.PayAsync(await shop.OrderAsync("order-0001")), Remote);
        Assert.That(answer.Headers.Location?.OriginalString, Is.EqualTo("/orders/order-0001?Completed").Or.EqualTo("/orders/order-0001?Authorized"));

        var confirmed = (await EntriesAsync(shop)).Where(entry => entry.Action is PaymentAction.Confirm).ToList();
        Assert.That(confirmed.Select(entry => entry.Kind), Is.EqualTo(new[] { AuditEntryKind.Intent, AuditEntryKind.Outcome }));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(confirmed.Select(entry => entry.Caller?.Id), Is.All.EqualTo("payments:return"));
            Assert.That(confirmed.Select(entry => entry.Caller?.RemoteAddress), Is.All.EqualTo(Remote));
            Assert.That(confirmed.Select(entry => entry.Caller?.CorrelationId), Is.All.Not.Null);
            Assert.That(confirmed[1].Result, Is.EqualTo(AuditResult.Succeeded));
        }
    }

    [Test]
    public async Task A_policy_that_does_not_let_returns_confirm_is_told_of()
    {
        await using var shop = await OpenAsync("PayPal", isSignedIn: true, options => options.AllowRoles(PaymentAction.Confirm, "support"));
        var page = await shop.PageAfterAsync(await shop.PayAsync(await shop.OrderAsync("order-0001")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Not.EndWith("Completed").And.Not.EndWith("Authorized"));
            Assert.That(shop.Simulator.TotalsOf("order-0001").Charges, Is.Zero);
            Assert.That(shop.Logs.Lines, Has.Exactly(1).Contains("PAY6005 paypal").And.Exactly(1).Contains("allow the role payments:return"));
            Assert.That((await EntriesAsync(shop)).Select(entry => (entry.Action, entry.Error)), Does.Contain((PaymentAction.Confirm, (PaymentErrorCode?)PaymentErrorCode.PermissionDenied)));
        }
    }

    [Test]
    public async Task A_return_that_may_not_read_is_told_of_too()
    {
        await using var shop = await OpenAsync("Stripe", isSignedIn: false, options => options.Guarded.Add(PaymentAction.Read));
        await shop.PageAfterAsync(await shop.PayAsync(await shop.OrderAsync("order-0001")));
        Assert.That(shop.Logs.Lines, Has.Exactly(1).Contains("PAY6005 stripe"));
    }

    [TestCase("support", "Completed")]
    [TestCase("sales", "NotPermitted")]
    [TestCase(null, "NoCaller")]
    public async Task The_users_roles_decide_over_a_refund(string? role, string expected)
    {
        await using var shop = await Shop.OpenAsync(
            "Stripe",
            use: app =>
            {
                app.Use((context, next) =>
                {
                    if (role is not null)
                        context.User = UserOf("user-7", role);
                    return next(context);
                });
                app.MapPost("/refund", async ([Microsoft.AspNetCore.Mvc.FromBody] string reference, [FromKeyedServices("stripe")] IPaymentProvider stripe) =>
                {
                    try
                    {
                        return (await stripe.RefundPaymentAsync(new RefundRequest { Payment = PaymentReference.Parse(reference) })).Status.ToString();
                    }
                    catch (PaymentAccessDeniedException denied)
                    {
                        return denied.Decision.ToString();
                    }
                });
            },
            payments: payments => payments.AddAspNetCoreCaller().AddAspNetCoreCaller().AddAccessPolicy(options => options.AllowRoles(PaymentAction.Refund, "support")));
        var payment = await shop.OrderAsync("order-0001");
        await shop.PageAfterAsync(await shop.PayAsync(payment));
        using var answer = await shop.Browser.PostAsync(new Uri("/refund", UriKind.Relative), System.Net.Http.Json.JsonContent.Create(payment.Reference.ToString()));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(expected));
    }

    [Test]
    public void A_caller_of_the_hosts_own_stays()
    {
        var services = new ServiceCollection().AddSingleton<IPaymentCaller, Own>();
        services.AddPayments().AddAspNetCoreCaller();
        Assert.That(services.BuildServiceProvider().GetRequiredService<IPaymentCaller>(), Is.InstanceOf<Own>());
    }

    private static Task<Shop> OpenAsync(string title, bool isSignedIn, Action<PaymentAccessOptions> allow) => Shop.OpenAsync(
        title,
        use: app => app.Use((context, next) =>
        {
            if (isSignedIn)
                context.User = UserOf("payer-1", "customer");
            return next(context);
        }),
        payments: payments => payments
            .AddAspNetCoreCaller()
            .AddAccessPolicy(options =>
            {
                options.Guarded.Add(PaymentAction.Confirm);
                allow(options.AllowRoles(PaymentAction.ReadAudit, "auditor"));
            })
            .AddAuditLog(options => options.Key = AuditKey.FromSecret("a1", [.. Enumerable.Range(0, 32).Select(i => (byte)i)])));

    // A job of the shop's, outside of any request.
    private static async Task<List<AuditEntry>> EntriesAsync(Shop shop)
    {
        using var caller = SystemPaymentCaller.BeginScope(new PaymentCaller("jobs:audit", ["auditor"], []));
        List<AuditEntry> entries = [];
        await foreach (var record in shop.Services.GetRequiredService<AuditTrail>().ReadAsync())
            entries.Add(record.Entry);
        Assert.That(entries[^1].Caller?.Id, Is.EqualTo("jobs:audit"));
        return entries;
    }

    private static ClaimsPrincipal UserOf(string id, string role) => new(new ClaimsIdentity([new("sub", id), new(ClaimTypes.Role, role)], "test"));

    private sealed class Own : IPaymentCaller
    {
        public PaymentCaller? Current => null;
    }
}
