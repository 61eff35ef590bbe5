using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Payments.Abstractions.Tests;

/// <summary>What gets in the way while an intention is claimed is no business of the caller's: nothing was sent yet.</summary>
internal sealed class ClaimTests
{
    public enum Step
    {
        Begin,
        Claim,
        Add,
        Commit,
    }

    [Test]
    public async Task A_store_that_another_transaction_was_in_the_way_of_is_asked_again([Values] Step step, [Values(1, 4)] int times)
    {
        var trouble = new Trouble { Step = step, Times = times };
        await using var host = HostOf(trouble);
        var payment = await host.Provider.CreatePaymentAsync(Make.Request());
        Assert.That((payment.Status, trouble.Times), Is.EqualTo((PaymentStatus.Completed, 0)));
        Assert.That(host.Fake.Calls, Has.Count.EqualTo(1));
        Assert.That((await host.RecordAsync())!.Pending.Count, Is.Zero);
        Assert.That(host.Handler.Changes, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_store_that_stays_busy_is_given_up_with_nothing_sent([Values] Step step)
    {
        var trouble = new Trouble { Step = step, Times = 5 };
        await using var host = HostOf(trouble);
        var request = Make.Request();
        var conflict = await PaymentHost.CatchAsync<PaymentConflictException>(() => host.Provider.CreatePaymentAsync(request));
        Assert.That((conflict.Outcome, conflict.Error.Code, host.Fake.Calls.Count, trouble.Times), Is.EqualTo((PaymentOutcome.NeverSent, PaymentErrorCode.InProgress, 0, 0)));
        Assert.That((await host.Provider.CreatePaymentAsync(request)).Status, Is.EqualTo(PaymentStatus.Completed));
    }

    // Read the payment: asking the stores once more would tell the same.
    [Test]
    public async Task A_second_confirmation_is_refused_at_once()
    {
        await using var host = new PaymentHost();
        var payment = await host.CreateAsync(PaymentStatus.RequiresAction);
        host.Fake.Close();
        var first = Task.Run(() => host.Provider.ConfirmPaymentAsync(new ConfirmPaymentRequest { Payment = payment, IdempotencyKey = "one" }));
        await host.Fake.EnteredAsync();
        await host.Fake.EnteredAsync();
        var conflict = await PaymentHost.CatchAsync<PaymentConflictException>(
            () => host.Provider.ConfirmPaymentAsync(new ConfirmPaymentRequest { Payment = payment, IdempotencyKey = "two" }));
        Assert.That((conflict.Error.Code, conflict.Error.Retry), Is.EqualTo((PaymentErrorCode.InProgress, PaymentRetry.AfterReading)));
        host.Fake.Open();
        await first;
    }

    private static PaymentHost HostOf(Trouble trouble) => new(services: services =>
    {
        services.Replace(ServiceDescriptor.Scoped<IPaymentTransactions>(provider => new BusyTransactions(provider.GetRequiredService<InMemoryPaymentStore>(), trouble)));
        services.Replace(ServiceDescriptor.Scoped<IPaymentStore>(provider => new BusyStore(provider.GetRequiredService<InMemoryPaymentStore>(), trouble)));
        services.Replace(ServiceDescriptor.Scoped<IIdempotencyStore>(provider => new BusyKeys(
            new InMemoryIdempotencyStore(provider.GetRequiredService<InMemoryIdempotency>(), provider.GetRequiredService<InMemoryPaymentStore>(), provider.GetRequiredService<TimeProvider>()), trouble)));
    });

    /// <summary>At which step the database gives up, and how often.</summary>
    private sealed class Trouble
    {
        internal required Step Step { get; init; }

        internal required int Times { get; set; }

        internal void At(Step step)
        {
            if (step != Step || Times == 0)
                return;
            Times--;
            throw new PaymentConflictException("A deadlock.", PaymentErrorCode.InProgress);
        }
    }

    private sealed class BusyTransactions(InMemoryPaymentStore inner, Trouble trouble) : IPaymentTransactions, IPaymentTransaction
    {
        public async ValueTask<IPaymentTransaction> BeginAsync(CancellationToken cancellationToken = default)
        {
            trouble.At(Step.Begin);
            await inner.BeginAsync(cancellationToken);
            return this;
        }

        public ValueTask CommitAsync(CancellationToken cancellationToken = default)
        {
            trouble.At(Step.Commit);
            return inner.CommitAsync(cancellationToken);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class BusyKeys(InMemoryIdempotencyStore inner, Trouble trouble) : IIdempotencyStore
    {
        public ValueTask<IdempotencyClaimResult> ClaimAsync(IdempotencyClaim claim, CancellationToken cancellationToken = default)
        {
            trouble.At(Step.Claim);
            return inner.ClaimAsync(claim, cancellationToken);
        }

        public ValueTask SettleAsync(IdempotencyRecord record, CancellationToken cancellationToken = default) => inner.SettleAsync(record, cancellationToken);

        public ValueTask WaitAsync(IdempotencyRecordKey key, CancellationToken cancellationToken = default) => inner.WaitAsync(key, cancellationToken);
    }

    private sealed class BusyStore(InMemoryPaymentStore inner, Trouble trouble) : IPaymentStore
    {
        public bool IsDurable => false;

        public ValueTask<PaymentRecord?> FindAsync(PaymentReference reference, CancellationToken cancellationToken = default) => inner.FindAsync(reference, cancellationToken);

        public ValueTask<PaymentRecord?> FindByIdAsync(string id, CancellationToken cancellationToken = default) => inner.FindByIdAsync(id, cancellationToken);

        public ValueTask<PaymentRecord?> FindByReturnTokenAsync(string token, CancellationToken cancellationToken = default) => inner.FindByReturnTokenAsync(token, cancellationToken);

        public async ValueTask<PaymentRecord> AddAsync(PaymentRecord record, CancellationToken cancellationToken = default)
        {
            var added = await inner.AddAsync(record, cancellationToken);
            trouble.At(Step.Add);
            return added;
        }

        public ValueTask<PaymentRecord> SaveAsync(PaymentRecord record, CancellationToken cancellationToken = default) => inner.SaveAsync(record, cancellationToken);

        public ValueTask RemoveAsync(PaymentRecord record, CancellationToken cancellationToken = default) => inner.RemoveAsync(record, cancellationToken);

        public ValueTask<IReadOnlyList<PaymentRecord>> TakeDueAsync(
            string provider, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken = default) => inner.TakeDueAsync(provider, now, lease, limit, cancellationToken);
    }
}
