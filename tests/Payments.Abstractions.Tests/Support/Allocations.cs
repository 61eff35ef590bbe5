using System.Diagnostics;
using System.Reflection;

namespace Payments.Abstractions.Tests;

/// <summary>What a call that ends on its own thread allocates.</summary>
internal static class Allocations
{
    private const int Batches = 100;
    private const int Calls = 100;

    /// <summary>Whether the SDK was built without optimization: its asynchronous methods then allocate even where nothing is waited for.</summary>
    internal static bool IsDebugBuild { get; } = typeof(IPaymentProvider).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true;

    /// <summary>The bytes of one call once everything is compiled: of several batches the smallest, since now and then a table grows.</summary>
    internal static long Of(Func<Task> call)
    {
        var smallest = long.MaxValue;
        for (var batch = 0; batch < Batches; batch++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Calls; i++)
            {
                if (!call().IsCompletedSuccessfully)
                    Assert.Fail("The call failed, or did not end on its own thread.");
            }

            smallest = Math.Min(smallest, (GC.GetAllocatedBytesForCurrentThread() - before) / Calls);
        }

        return smallest;
    }
}
