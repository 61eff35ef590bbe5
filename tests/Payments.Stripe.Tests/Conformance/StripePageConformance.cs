namespace Payments.Stripe.Tests.Conformance;

/// <summary>The payer pays on Stripe's own page.</summary>
[TestFixture]
public sealed class StripePageConformance : StripeConformance
{
    // Stripe's published description, which is older than 'expired', is strict about an intent inside of a session.
    protected override string LapseReason => "automatic";
}
