namespace Payments.EntityFrameworkCore.Tests;

/// <summary>The process dies just before each commit.</summary>
internal sealed class DyingTransactions(PaymentSession session) : IPaymentTransactions, IPaymentTransaction
{
    public async ValueTask<IPaymentTransaction> BeginAsync(CancellationToken cancellationToken = default)
    {
        await session.BeginAsync(cancellationToken);
        return this;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => session.FlushAsync(cancellationToken);

    public ValueTask CommitAsync(CancellationToken cancellationToken = default) => throw new IOException("The process dies here.");

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
