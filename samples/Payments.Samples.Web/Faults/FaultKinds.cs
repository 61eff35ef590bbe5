using System.Collections.Frozen;
using Payments.Simulator;

namespace Payments.Samples.Web.Faults;

/// <summary>What somebody asks to go wrong.</summary>
/// <param name="Share">Of how many calls, payers or webhooks: 0 to 1.</param>
/// <param name="Status">The status of an error.</param>
/// <param name="Seconds">How late an answer is.</param>
/// <param name="Operation">Which calls, <c>GET /v1/payments/*</c>. Null for all.</param>
internal sealed record FaultDose(double Share, int Status, double Seconds, string? Operation);

/// <summary>What can go wrong at a simulated provider, by the name in the address.</summary>
internal static class FaultKinds
{
    /// <summary>The one that is not the provider's: the shop's own handler refuses every change of this provider's payments.</summary>
    public const string Handler = "handler";

    /// <summary>The payers' one: they are declined.</summary>
    public const string Declined = "declined";

    public static FrozenDictionary<string, Action<SimulatorFaults, FaultDose>> All { get; } = new Dictionary<string, Action<SimulatorFaults, FaultDose>>
    {
        ["error"] = Call(SimulatorFaultKind.ErrorBeforeActing),
        ["limited"] = Call(SimulatorFaultKind.RateLimited),
        ["slow"] = (faults, dose) => faults.AddRate(new SimulatorFault(SimulatorFaultKind.Latency) { Latency = TimeSpan.FromSeconds(dose.Seconds), Operation = dose.Operation }, dose.Share),
        ["cut"] = Call(SimulatorFaultKind.CutBeforeActing),
        ["lost"] = Call(SimulatorFaultKind.CutAfterActing),
        ["silent"] = Call(SimulatorFaultKind.Hang),
        ["garbled"] = Call(SimulatorFaultKind.MalformedJson),
        [Declined] = (faults, dose) => faults.DeclineAtRate(dose.Share),
        ["webhooks-forged"] = Webhook(WebhookFaultKind.Tamper),
        ["webhooks-wrong-secret"] = Webhook(WebhookFaultKind.WrongSecret),
        ["webhooks-stale"] = Webhook(WebhookFaultKind.StaleTimestamp),
        ["webhooks-lost"] = Webhook(WebhookFaultKind.Drop),
        ["webhooks-twice"] = Webhook(WebhookFaultKind.Duplicate),
        [Handler] = (_, _) => { },
    }.ToFrozenDictionary();

    private static Action<SimulatorFaults, FaultDose> Call(SimulatorFaultKind kind) => (faults, dose) =>
        faults.AddRate(new SimulatorFault(kind) { Status = dose.Status, Operation = dose.Operation }, dose.Share);

    private static Action<SimulatorFaults, FaultDose> Webhook(WebhookFaultKind kind) => (faults, dose) => faults.AddRate(new WebhookFault(kind), dose.Share);
}
