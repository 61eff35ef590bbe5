using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Payments.AspNetCore;

/// <summary>How the calls to one provider fare. It looks at what the calls have left behind, and calls nobody.</summary>
internal sealed class PaymentProviderHealthCheck(IServiceProvider services, string provider) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var circuit = services.GetKeyedService<ProviderCircuit>(provider);
        return Task.FromResult(circuit is null ? HealthCheckResult.Healthy("It keeps no account of its calls.") : Look(circuit, context.Registration.FailureStatus));
    }

    private static HealthCheckResult Look(ProviderCircuit circuit, HealthStatus failure)
    {
        var (state, answered, failed) = (circuit.State, circuit.LastAnsweredAt, circuit.LastFailedAt);
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["circuit"] = state.ToString() };
        Add("lastAnsweredAt", answered);
        Add("lastFailedAt", failed);
        return state switch
        {
            ProviderCircuitState.Open => new HealthCheckResult(failure, "Too many calls have failed: none goes out for a while.", data: data),
            ProviderCircuitState.HalfOpen => HealthCheckResult.Degraded("Too many calls have failed: the next one is a probe.", data: data),
            _ when failed is not null && !(answered > failed) => HealthCheckResult.Degraded("The last call failed.", data: data),
            _ => HealthCheckResult.Healthy(answered is null ? "It was not called yet." : "The last call was answered.", data),
        };

        void Add(string name, DateTimeOffset? time)
        {
            if (time is { } at)
                data[name] = at.ToString("O", CultureInfo.InvariantCulture);
        }
    }
}
