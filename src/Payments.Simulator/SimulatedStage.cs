namespace Payments.Simulator;

/// <summary>How far a payment has come at the provider, whatever the host was told. Of several payments of one order, the furthest counts.</summary>
public enum SimulatedStage
{
    /// <summary>The provider knows nothing of it.</summary>
    None,

    /// <summary>It has ended without money: cancelled, expired, declined for good, or undone.</summary>
    Ended,

    /// <summary>It is not paid and may still be: the payer, the bank or the chain has to act.</summary>
    Open,

    /// <summary>Money is held, and nothing is taken.</summary>
    Held,

    /// <summary>Money was taken, given back or not.</summary>
    Taken,
}
