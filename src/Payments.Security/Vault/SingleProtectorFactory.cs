namespace Payments.Security;

/// <summary>One protector for the host; tenants would share its key.</summary>
internal sealed class SingleProtectorFactory(IPaymentDataProtector protector) : IPaymentDataProtectorFactory
{
    public ValueTask<IPaymentDataProtector> ForProtectingAsync(string? tenant, CancellationToken cancellationToken = default) => tenant is null
        ? new(protector)
        : throw new InvalidOperationException("A tenant needs data keys of its own: register them with AddPaymentsSecurity(keys => keys.Use…).");

    public ValueTask<IPaymentDataProtector> ForOpeningAsync(
        string? tenant, ReadOnlyMemory<byte> protectedData, CancellationToken cancellationToken = default) => new(protector);
}
