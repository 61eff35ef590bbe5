using Microsoft.Extensions.Configuration;
using Payments.Simulator;

namespace Payments.Samples;

/// <summary>One provider of the sample.</summary>
/// <param name="Title">The provider's name as it is written; its section is <c>Payments:Title</c>.</param>
/// <param name="Simulator">The server that stands in for it. Not started in a live run.</param>
/// <param name="Settings">The keys that the simulator accepts, by the option's name. A live run asks for the same names.</param>
/// <param name="Register">Its <c>Add…</c> method.</param>
internal sealed record SampleProvider(
    string Title,
    ProviderSimulator Simulator,
    Dictionary<string, string> Settings,
    Func<IPaymentsBuilder, IConfiguration, IPaymentsBuilder> Register)
{
    /// <summary>The registration's name.</summary>
    public string Name => Simulator.Name;

    /// <summary>Where its options are in the configuration.</summary>
    public string Section => $"Payments:{Title}";

    /// <summary>The options that name a server, set to the simulator's in a simulated run.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>Whether it sends payers back to an https address only.</summary>
    public bool ReturnsOverHttps { get; init; }

    /// <summary>What a refund needs beyond an amount, where the provider does not know how to pay it back.</summary>
    public IReadOnlyList<ProviderExtras> RefundExtras { get; init; } = [];

    public static SampleProvider Of<TSimulator>(
        string title,
        TSimulator simulator,
        Func<TSimulator, Dictionary<string, string>> settings,
        Func<IPaymentsBuilder, IConfiguration, IPaymentsBuilder> register,
        params IReadOnlyList<string> furtherAddresses)
        where TSimulator : ProviderSimulator =>
        new(title, simulator, settings(simulator), register) { Addresses = ["BaseAddress", .. furtherAddresses] };
}
