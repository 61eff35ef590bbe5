using System.Text;
using Payments.Simulator;

namespace Payments.Samples.Tests.Acorn;

/// <summary>
/// Stands for a provider that is not written yet, and as different from the first as can be: a form, a confirmation, won, hints instead of signed
/// webhooks. The provider beside it reads this state without a wire between them.
/// </summary>
internal sealed class AcornSimulator : ProviderSimulator
{
    public override string Name => "acorn";

    public override IReadOnlyCollection<PayerActionKind> PayerActions => [PayerActionKind.Pay];

    public bool SendsHints { get; init; }

    public PaymentStatus Status { get; set; } = PaymentStatus.RequiresAction;

    public string? OrderId { get; set; }

    public decimal Taken { get; set; }

    public decimal GivenBack { get; set; }

    public override SimulatedTotals TotalsOf(string paymentOrOrderId) => new(Taken > 0 ? 1 : 0, Taken, Taken, GivenBack);

    public override Task<PayerReturn> PlayAsync(string paymentIdOrUrl, PayerAction action, CancellationToken cancellationToken = default)
    {
        Status = PaymentStatus.RequiresConfirmation;
        if (SendsHints)
            EmitWebhook("evt1", "agreed", Encoding.UTF8.GetBytes(OrderId!));
        return Task.FromResult(new PayerReturn(new Uri("https://shop.example/thanks?lang=ko"))
        {
            Method = "POST",
            Fields = new Dictionary<string, string> { ["nut"] = "brown" },
        });
    }

    protected override void MapRoutes(SimulatorRoutes routes)
    {
    }
}
