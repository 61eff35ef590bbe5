using Microsoft.Extensions.DependencyInjection;
using Payments.Abstractions.Tests;
using Payments.Security.Tests.Audit;

namespace Payments.Security.Tests.Access;

internal sealed class PaymentLimitTests
{
    private static SecuredHost NewHost(int? maxCount, params Money[] maxAmounts) => new(builder => builder.AddAccessPolicy(options => options
        .AllowRoles(PaymentAction.Refund, "support")
        .Limit(PaymentAction.Refund, TimeSpan.FromHours(1), maxCount, maxAmounts)));

    [Test]
    public async Task A_count_holds_in_a_window_that_moves()
    {
        await using var host = NewHost(2);
        await RefundAsync(host, 1);
        host.Time.Advance(TimeSpan.FromMinutes(40));
        await RefundAsync(host, 2);
        Assert.That(async () => await RefundAsync(host, 3), Throws.InstanceOf<PaymentAccessDeniedException>().With.Property("Decision").EqualTo(PaymentAccessDecision.LimitReached));
        host.Time.Advance(TimeSpan.FromMinutes(20));
        await RefundAsync(host, 3);
        Assert.That(async () => await RefundAsync(host, 4), Throws.InstanceOf<PaymentAccessDeniedException>());
    }

    [Test]
    public async Task An_amount_holds_for_each_caller()
    {
        await using var host = NewHost(null, Make.Usd(150));
        await RefundAsync(host, 1, 100);
        Assert.That(async () => await RefundAsync(host, 2, 51), Throws.InstanceOf<PaymentAccessDeniedException>());
        await RefundAsync(host, 3, 50);
        host.Current = new PaymentCaller("user-8", ["support"], []);
        await RefundAsync(host, 4, 100);
    }

    [Test]
    public async Task An_amount_in_a_currency_without_a_limit_is_refused()
    {
        await using var host = NewHost(null, new Money(1000, Currency.EUR));
        Assert.That(async () => await RefundAsync(host, 1, 1), Throws.InstanceOf<PaymentAccessDeniedException>());
    }

    [Test]
    public async Task An_amount_that_nobody_knows_is_refused()
    {
        await using var host = NewHost(null, Make.Usd(1000));
        var unknown = new RefundRequest { Payment = new PaymentReference(Make.Provider, "pay_elsewhere") };
        Assert.That(async () => await host.Provider.RefundPaymentAsync(unknown), Throws.InstanceOf<PaymentAccessDeniedException>());
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund), Is.Empty);
    }

    private static IEnumerable<Exception> NotMoved() => [Make.NeverSent(), Make.Refused(), new OperationCanceledException()];

    [TestCaseSource(nameof(NotMoved))]
    public async Task What_did_not_happen_is_not_counted(Exception failure)
    {
        await using var host = NewHost(1);
        host.Fake.Throws(PaymentOperations.Refund, failure);
        Assert.That(async () => await RefundAsync(host, 1), Throws.InstanceOf(failure.GetType()));
        await RefundAsync(host, 2);
    }

    [Test]
    public async Task What_the_provider_declined_is_not_counted()
    {
        await using var host = NewHost(1);
        host.Fake.Answers(PaymentOperations.Refund, Make.Refund(10, RefundStatus.Failed, id: null));
        await RefundAsync(host, 1);
        await RefundAsync(host, 2);
    }

    [Test]
    public async Task What_nobody_knows_is_counted()
    {
        await using var host = NewHost(1);
        host.Fake.Throws(PaymentOperations.Refund, Make.Unknown());
        Assert.That(async () => await RefundAsync(host, 1), Throws.InstanceOf<PaymentOutcomeUnknownException>());
        Assert.That(async () => await RefundAsync(host, 2), Throws.InstanceOf<PaymentAccessDeniedException>());
    }

    [Test]
    public async Task A_repeat_is_counted_once_even_of_all_that_was_left()
    {
        await using var host = NewHost(1, Make.Usd(100));
        var request = new RefundRequest { Payment = (await host.PayAsync()).Reference };
        var first = await host.Provider.RefundPaymentAsync(request);
        Assert.That((await host.Provider.RefundPaymentAsync(request)).RefundId, Is.EqualTo(first.RefundId));
        Assert.That(host.Fake.CallsOf(PaymentOperations.Refund), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Concurrent_callers_cannot_exceed_it_together()
    {
        var store = new InMemoryPaymentLimitStore(TimeProvider.System);
        var allowed = 0;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(task => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                var use = Use($"{task}-{i}", 7);
                if (await store.TryReserveAsync(use))
                {
                    var counts = i % 2 == 0;
                    await store.SettleAsync(use, counts);
                    Interlocked.Add(ref allowed, counts ? 7 : 0);
                }
            }
        })));
        Assert.That(allowed, Is.InRange(994 - 6, 1000));
    }

    [Test]
    public async Task A_repeat_that_is_let_go_does_not_take_the_reservation_along()
    {
        var store = new InMemoryPaymentLimitStore(new ManualTimeProvider());
        var use = Use("a", 1000);
        Assert.That(await store.TryReserveAsync(use) && await store.TryReserveAsync(use), Is.True);
        await store.SettleAsync(use, counts: false);
        Assert.That(await store.TryReserveAsync(Use("b", 1)), Is.False, "The other holder is still under way.");
        await store.SettleAsync(use, counts: true);
        Assert.That(await store.TryReserveAsync(Use("b", 1)), Is.False);
    }

    private static PaymentLimitUse Use(string id, decimal amount) => new()
    {
        Bucket = "b", Id = id, Amount = Make.Usd(amount), Period = TimeSpan.FromHours(1), RepeatWindow = TimeSpan.FromHours(1), MaxAmount = 1000,
    };

    private static async Task RefundAsync(SecuredHost host, int order, decimal amount = 10)
    {
        var payment = await host.PayAsync(order: $"Order-200{order}");
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment.Reference, Amount = Make.Usd(amount) });
    }
}
