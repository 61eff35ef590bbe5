using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace Payments.Abstractions.Tests;

/// <summary>A process may have many hosts, one after the other: tests have. What a host that is gone remembered goes with it.</summary>
internal sealed class HostLifetimeTests
{
    [Test]
    public void A_disposed_host_is_not_kept_by_its_own_meter()
    {
        var memory = UseAndDispose();

        for (var i = 0; i < 5 && memory.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(memory.IsAlive, Is.False);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference UseAndDispose()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddPayments().AddProvider(Make.Provider, (_, name) => new FakeProvider(name));
        using var host = services.BuildServiceProvider();
        host.GetRequiredService<IPaymentProvider>().CreatePaymentAsync(Make.Request()).GetAwaiter().GetResult();
        return new WeakReference(host.GetRequiredService<PaymentLedger>());
    }
}
