namespace Payments;

/// <summary>Computes a payment's state from its facts.</summary>
public static class PaymentFold
{
}
