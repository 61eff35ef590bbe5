namespace Payments.Samples.Web.Faults;

/// <summary>Stands in for code of the shop that has a bug: it refuses changes while somebody wants it to.</summary>
internal sealed class FailingHandler(ShopFaults faults) : IPaymentEventHandler
{
    public Task HandleAsync(PaymentChange change, CancellationToken cancellationToken = default) =>
        Random.Shared.NextDouble() < faults.HandlerShareOf(change.After.Reference.Provider)
            ? throw new InvalidOperationException("A bug on purpose: see /faults.")
            : Task.CompletedTask;
}
