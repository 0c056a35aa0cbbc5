using System.Globalization;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Primitives;

namespace Adjoint.Losses;

/// <summary>
/// The mean over the n entries of <c>½ e²</c> where |e| ≤ δ and <c>δ (|e| − δ/2)</c> beyond, e being p − t (Huber 1964, section 4): squared for small errors, and for
/// large ones absolute, so that outliers count less. The gradient is e cut off at ±δ, over n.
/// </summary>
/// <remarks>This is as training frameworks have it. The <c>huber</c> of the command's expression language is twice as much, so that it is e² near zero.</remarks>
public sealed class HuberLoss : Loss
{
    /// <summary>Makes a loss.</summary>
    /// <param name="delta">δ, above 0: the error at which the square turns into a line.</param>
    /// <exception cref="ArgumentException">δ is not above 0.</exception>
    public HuberLoss(double delta = 1) => Delta = delta > 0 && double.IsFinite(delta)
        ? delta
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The delta of a huber loss is a number above 0, not {delta}."), nameof(delta));

    /// <summary>δ.</summary>
    public double Delta { get; }

    /// <inheritdoc/>
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"huber, delta {Delta}");

    /// <inheritdoc/>
    public override Expr Build(Expr prediction, Expr target, Expr? weights = null)
    {
        RequireSameShape(prediction, target);
        return Expressions.Mean(Weighted(Expressions.Huber(prediction - target, Delta), weights));
    }

    /// <summary>Reads the loss's settings.</summary>
    internal static HuberLoss Read(SettingsReader settings) => new(settings.Number("delta", "The error at which the square turns into a line; above 0.", 1, minimum: 0));
}
