using Microsoft.Extensions.DependencyInjection;

namespace Payments.Abstractions.Tests;

/// <summary>Whatever brings a fact, the record ends in one state and the handlers hear each change once and in order.</summary>
internal sealed class LedgerTests
{
    [Test]
    public async Task Answer_return_webhook_and_reconciliation_at_once_end_in_one_state()
    {
        for (var round = 0; round < 20; round++)
        {
            await using var host = new PaymentHost();
            host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.RequiresAction, asOf: Make.At(1)));
            var payment = await host.Provider.CreatePaymentAsync(Make.Request());
            host.Step(600);
            var paid = Make.Payment(PaymentStatus.Completed, captured: 100, asOf: Make.At(700));
            host.Fake.Answers(PaymentOperations.Get, paid, paid, paid).Answers(PaymentOperations.Confirm, paid);
            await Task.WhenAll(
                Task.Run(() => host.Provider.ConfirmPaymentAsync(new ConfirmPaymentRequest { Payment = payment })),
                Task.Run(() => host.Provider.GetPaymentAsync(payment)),
                Task.Run(() => host.TellAsync("evt_1", Make.Event("evt_1", paid))),
                Task.Run(() => host.TellAsync("evt_2", Make.Event("evt_2", Make.Payment(PaymentStatus.Processing, asOf: Make.At(650))))),
                Task.Run(() => host.Reconciler.RunOnceAsync()));
            var record = await host.RecordAsync();
            Assert.That(record!.Payment is { Status: PaymentStatus.Completed, CapturedAmount.Amount: 100 });
            Assert.That(record.Pending.Count, Is.Zero);
            Assert.That(host.Handler.Changes.Count(change => change.After.Status is PaymentStatus.Completed && change.Before?.Status is not PaymentStatus.Completed), Is.EqualTo(1));
            AssertChain(host.Handler.Changes);
        }
    }

    [Test]
    public async Task Each_change_is_told_once_and_in_order()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync(PaymentStatus.Authorized, capture: CaptureMode.Manual);
        await host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment });
        host.Step();
        await host.Provider.RefundPaymentAsync(new RefundRequest { Payment = payment, Amount = Make.Usd(10) });
        host.Step();
        await host.Provider.GetPaymentAsync(payment);
        Assert.That(
            host.Handler.Changes.Select(change => (change.After.Status, change.Source)),
            Is.EqualTo(new[]
            {
                (PaymentStatus.Authorized, PaymentChangeSource.Answer), (PaymentStatus.Completed, PaymentChangeSource.Answer), (PaymentStatus.PartiallyRefunded, PaymentChangeSource.Answer),
            }));
        Assert.That(host.Handler.Changes[^1].Refund?.Amount, Is.EqualTo(Make.Usd(10)));
        AssertChain(host.Handler.Changes);
    }

    [TestCase(PaymentStatus.RequiresAction, true)]
    [TestCase(PaymentStatus.Expired, false)]
    public async Task A_read_that_does_not_repeat_the_page_keeps_it_while_it_is_open(PaymentStatus status, bool isKept)
    {
        await using var host = new PaymentHost();
        var page = new RedirectAction(new Uri("https://pay.example/1"));
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.RequiresAction, asOf: Make.At(1)) with { NextAction = page });
        var payment = await host.Provider.CreatePaymentAsync(Make.Request());
        host.Step();
        host.Fake.Answers(PaymentOperations.Get, Make.Payment(status, asOf: Make.At(2)));
        Assert.That((await host.Provider.GetPaymentAsync(payment)).NextAction, Is.EqualTo(isKept ? page : null));
    }

    [Test]
    public async Task A_change_that_a_handler_refused_comes_again_from_the_reconciler()
    {
        await using var host = new PaymentHost();
        host.Handler.FailsNext();
        var payment = await host.CreateAsync();
        Assert.That(payment.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That((await host.RecordAsync())!.Undelivered.Count, Is.EqualTo(1));
        host.Step(host.Options.IdempotencyLease.TotalSeconds);
        host.Handler.FailsNext();
        await host.Reconciler.RunOnceAsync();
        Assert.That(host.Handler.Changes, Is.Empty);
        host.Step(3600);
        await host.Reconciler.RunOnceAsync();
        Assert.That(host.Handler.Changes.Single().After.Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That((await host.RecordAsync())!.Undelivered.Count, Is.Zero);
        host.Step(3600);
        Assert.That((await host.Reconciler.RunOnceAsync()).Looked, Is.Zero);
    }

    [Test]
    public async Task What_was_refused_comes_before_what_follows()
    {
        await using var host = new PaymentHost();
        host.Handler.FailsNext();
        var payment = await host.CreateAsync(PaymentStatus.Authorized, capture: CaptureMode.Manual);
        await host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment });
        Assert.That(host.Handler.Changes.Select(change => change.After.Status), Is.EqualTo(new[] { PaymentStatus.Authorized, PaymentStatus.Completed }));
        AssertChain(host.Handler.Changes);
    }

    // A handler that is tried while another change gets in between must not share its id with it.
    [Test]
    public async Task Two_changes_never_share_an_id()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync(PaymentStatus.RequiresAction);
        var seen = new List<string>();
        Task? between = null;
        host.Handler.Next.Enqueue(change =>
        {
            seen.Add(change.Id);
            using (ExecutionContext.SuppressFlow())
                between = Task.Run(() => host.TellAsync("evt_2", Make.Event("evt_2", Make.Payment(PaymentStatus.Completed, asOf: Make.At(20)))));
            throw new InvalidOperationException("Refused after taking it.");
        });
        await host.TellAsync("evt_1", Make.Event("evt_1", Make.Payment(PaymentStatus.Processing, asOf: Make.At(10))));
        await between!;
        var processing = host.Handler.Changes.Where(change => change.After.Status is PaymentStatus.Processing).Select(change => change.Id);
        Assert.That(host.Handler.Changes.Select(change => change.Id), Is.Unique);
        Assert.That(processing, Is.SubsetOf(seen));
        Assert.That(host.Handler.Changes.Where(change => change.After.Status is PaymentStatus.Completed).Select(change => change.Id), Has.No.Member(seen[0]).Or.EquivalentTo(Array.Empty<string>()));
    }

    [Test]
    public async Task A_handler_that_cannot_be_made_does_not_lose_the_payment()
    {
        var broken = true;
        await using var host = new PaymentHost(services: services => services.AddScoped<IPaymentEventHandler>(_ => broken ? throw new InvalidOperationException("No database.") : new RecordingHandler()));
        var payment = await host.CreateAsync();
        var record = await host.RecordAsync();
        Assert.That((payment.Status, record!.Payment.Status, record.Undelivered.Count), Is.EqualTo((PaymentStatus.Completed, PaymentStatus.Completed, 1)));
        broken = false;
        host.Step(3600);
        await host.Reconciler.RunOnceAsync();
        Assert.That(host.Handler.Changes, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_handler_that_calls_a_provider_is_told_so_and_nothing_hangs()
    {
        await using var host = new PaymentHost();
        Exception? told = null;
        host.Handler.Next.Enqueue(async change => told = await PaymentHost.CatchAsync<Exception>(() => host.Provider.GetPaymentAsync(change.After)));
        host.Handler.Next.Enqueue(async change => told = await PaymentHost.CatchAsync<Exception>(() => host.Reconciler.RunOnceAsync()));
        var payment = await host.CreateAsync(PaymentStatus.Authorized, capture: CaptureMode.Manual).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(told, Is.InstanceOf<InvalidOperationException>());
        Assert.That(told!.Message, Does.Contain("must not call a provider"));
        told = null;
        host.Step(3600);
        await host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment }).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(told, Is.InstanceOf<InvalidOperationException>());
    }

    // The advice is to put the work into a queue: what is started there inherits the handler's context.
    [Test]
    public async Task Work_that_a_handler_started_may_call_a_provider_afterwards()
    {
        await using var host = new PaymentHost();
        var after = new TaskCompletionSource();
        Task<Payment>? later = null;
        host.Handler.Next.Enqueue(change =>
        {
            later = Task.Run(async () =>
            {
                await after.Task;
                return await host.Provider.GetPaymentAsync(change.After);
            });
            return Task.CompletedTask;
        });
        await host.CreateAsync();
        after.SetResult();
        Assert.That((await later!).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task A_store_that_fails_after_the_call_does_not_hide_the_answer()
    {
        var fails = false;
        await using var host = new PaymentHost(services: services => services.AddScoped<IPaymentStore>(provider =>
            new FailingStore(provider.GetRequiredService<InMemoryPaymentStore>(), () => fails)));
        host.Fake.Does(PaymentOperations.Create, request =>
        {
            fails = true;
            return Task.FromResult<object>(Make.Payment(Make.Provider, (PaymentRequest)request, PaymentStatus.Completed, "pay_1"));
        });
        Assert.That((await host.Provider.CreatePaymentAsync(Make.Request())).Status, Is.EqualTo(PaymentStatus.Completed));
        fails = false;
        Assert.That((await host.RecordAsync())!.Pending.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task An_answer_that_names_another_registration_is_not_hidden()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync(PaymentStatus.Authorized, capture: CaptureMode.Manual);
        host.Fake.Answers(PaymentOperations.Capture, Make.Payment(PaymentStatus.Completed) with { Reference = new PaymentReference("other", "pay_1") });
        Assert.That((await host.Provider.CapturePaymentAsync(new CaptureRequest { Payment = payment })).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    [Test]
    public async Task An_intent_is_found_by_its_order_before_the_answer_is_here()
    {
        await using var host = new PaymentHost();
        host.Fake.Close();
        var call = host.Provider.CreatePaymentAsync(Make.Request());
        await host.Fake.EnteredAsync();
        host.Step();
        await host.TellAsync("evt_1", Make.Event("evt_1", Make.Payment(PaymentStatus.Completed, captured: 100, asOf: Make.At(5))));
        Assert.That((await host.RecordAsync())!.Payment.Status, Is.EqualTo(PaymentStatus.Completed));
        host.Fake.Answers(PaymentOperations.Create, Make.Payment(PaymentStatus.Processing, asOf: Make.At(2)));
        host.Fake.Open();
        Assert.That((await call).Status, Is.EqualTo(PaymentStatus.Completed));
        Assert.That(host.Handler.Changes, Has.Count.EqualTo(1));
    }

    // Two messages about a payment that the memory does not have, at once: one record, not two.
    [Test]
    public async Task A_payment_that_is_met_by_several_messages_at_once_is_adopted_once()
    {
        await using var host = new PaymentHost();
        var held = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        host.Handler.Next.Enqueue(async _ =>
        {
            entered.SetResult();
            await held.Task;
        });
        var first = host.TellAsync("evt_1", Make.Event("evt_1", Make.Payment(PaymentStatus.Processing, asOf: Make.At(1))));
        await entered.Task;
        var second = host.TellAsync("evt_2", Make.Event("evt_2", Make.Payment(PaymentStatus.Completed, asOf: Make.At(2))));
        for (var i = 0; i < 1000 && !second.IsCompleted; i++)
            await Task.Yield();
        held.SetResult();
        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(host.Handler.Changes.Select(change => (change.Before?.Status, change.After.Status)), Is.EqualTo(new[]
        {
            ((PaymentStatus?)null, PaymentStatus.Processing), (PaymentStatus.Processing, PaymentStatus.Completed),
        }));
        Assert.That((await host.RecordAsync())?.Payment.Status, Is.EqualTo(PaymentStatus.Completed));
    }

    private static void AssertChain(IReadOnlyList<PaymentChange> changes)
    {
        for (var i = 1; i < changes.Count; i++)
            Assert.That(changes[i].Before, Is.EqualTo(changes[i - 1].After));
        Assert.That(changes.Select(change => change.Id), Is.Unique);
    }

    private sealed class FailingStore(IPaymentStore inner, Func<bool> fails) : IPaymentStore
    {
        public bool IsDurable => false;

        public ValueTask<PaymentRecord?> FindAsync(PaymentReference reference, CancellationToken cancellationToken = default) => inner.FindAsync(reference, cancellationToken);

        public ValueTask<PaymentRecord?> FindByIdAsync(string id, CancellationToken cancellationToken = default) => inner.FindByIdAsync(id, cancellationToken);

        public ValueTask<PaymentRecord?> FindByReturnTokenAsync(string token, CancellationToken cancellationToken = default) => inner.FindByReturnTokenAsync(token, cancellationToken);

        public ValueTask<PaymentRecord> AddAsync(PaymentRecord record, CancellationToken cancellationToken = default) => inner.AddAsync(record, cancellationToken);

        public ValueTask<PaymentRecord> SaveAsync(PaymentRecord record, CancellationToken cancellationToken = default) =>
            fails() ? throw new IOException("The disk is full.") : inner.SaveAsync(record, cancellationToken);

        public ValueTask RemoveAsync(PaymentRecord record, CancellationToken cancellationToken = default) => inner.RemoveAsync(record, cancellationToken);

        public ValueTask<IReadOnlyList<PaymentRecord>> TakeDueAsync(
            string provider, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken = default) =>
            inner.TakeDueAsync(provider, now, lease, limit, cancellationToken);
    }
}
