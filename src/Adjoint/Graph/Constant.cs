using Adjoint.Tensors;

namespace Adjoint.Graph;

/// <summary>A value that is part of the expression itself. It is kept in float64 and rounded where a plan computes in float32.</summary>
public sealed class Constant : Expr
{
    /// <summary>Makes a constant from a tensor, which is copied.</summary>
    /// <param name="value">The value.</param>
    public Constant(Tensor<double> value)
        : base((value ?? throw new ArgumentNullException(nameof(value))).Shape) => Value = value.Clone();

    /// <summary>Makes a scalar constant.</summary>
    /// <param name="value">The number.</param>
    public Constant(double value)
        : base(Shape.Scalar) => Value = new Tensor<double>(Shape.Scalar, [value]);

    /// <summary>The value. It must not be written to.</summary>
    internal Tensor<double> Value { get; }

    /// <summary>A copy of the value.</summary>
    public Tensor<double> ToTensor() => Value.Clone();

    /// <summary>Whether every entry is <paramref name="number"/>.</summary>
    /// <param name="number">The number to compare with.</param>
    public bool IsUniform(double number) => !Value.Span.ContainsAnyExcept(number);
}
