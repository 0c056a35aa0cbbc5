using System.Globalization;

namespace Adjoint.Optimizers;

/// <summary>Limits a gradient before the optimizer sees it, so that one wild batch cannot throw the parameters far away.</summary>
public abstract record GradientClipping
{
    private GradientClipping(double limit)
    {
        Settings.RequirePositive(limit, "The limit of a gradient", nameof(limit));
        Limit = limit;
    }

    /// <summary>The limit; positive and finite.</summary>
    public double Limit { get; }

    /// <summary>Name and limit.</summary>
    public abstract string Description { get; }

    /// <summary>Each entry is cut to −limit … limit. This may turn the gradient.</summary>
    /// <param name="limit">The limit; positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is out of its range.</exception>
    public static GradientClipping ByValue(double limit) => new Value(limit);

    /// <summary>
    /// The whole gradient is scaled by <c>limit/‖g‖₂</c> where its norm is above the limit (Pascanu, Mikolov and Bengio 2013, algorithm 1), which keeps its direction.
    /// </summary>
    /// <param name="limit">The limit; positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is out of its range.</exception>
    public static GradientClipping ByNorm(double limit) => new Norm(limit);

    /// <summary>Limits a gradient in place. Entries that are not numbers stay so, and show.</summary>
    /// <param name="gradient">The gradient of all parameters, in one vector.</param>
    /// <returns>The gradient's Euclidean norm before, summed in float64 in the order of the entries.</returns>
    public double Apply(Span<float> gradient)
    {
        double squares = 0;
        foreach (float entry in gradient)
        {
            squares += (double)entry * entry;
        }

        double norm = Math.Sqrt(squares);
        Clip(gradient, norm);
        return norm;
    }

    private protected abstract void Clip(Span<float> gradient, double norm);

    private sealed record Value(double Bound) : GradientClipping(Bound)
    {
        public override string Description => string.Create(CultureInfo.InvariantCulture, $"by value {Limit:R}");

        private protected override void Clip(Span<float> gradient, double norm)
        {
            // A limit beyond float's range limits nothing but infinities.
            float bound = (float)Math.Min(Limit, float.MaxValue);
            foreach (ref float entry in gradient)
            {
                entry = Math.Clamp(entry, -bound, bound);
            }
        }
    }

    private sealed record Norm(double Bound) : GradientClipping(Bound)
    {
        public override string Description => string.Create(CultureInfo.InvariantCulture, $"by norm {Limit:R}");

        private protected override void Clip(Span<float> gradient, double norm)
        {
            // A gradient with infinities or NaN has no direction to keep; scaling would hide the infinities among zeros.
            if (norm > Limit && double.IsFinite(norm))
            {
                double scale = Limit / norm;
                foreach (ref float entry in gradient)
                {
                    entry = (float)(entry * scale);
                }
            }
        }
    }
}
