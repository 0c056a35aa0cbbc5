using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Primitives.LinearAlgebra;

/// <summary>
/// Matrix product over the last two axes, <c>r = A B</c>, either factor read transposed where asked; axes before the last two are
/// batches and broadcast as numpy does. Bilinear. <see cref="Expressions.MatrixProduct"/> also takes vectors.
/// </summary>
/// <remarks>
/// Adjoints: <c>g_A = ε Bᵀ</c>, <c>g_B = Aᵀ ε</c>, and for a factor that is read transposed the transposes of these; where a factor was
/// broadcast, summed over its copies. So the family is closed under adjoints and no transpose is ever written out.
/// </remarks>
/// <param name="TransposeLeft">A is stored as k × m.</param>
/// <param name="TransposeRight">B is stored as n × k.</param>
public sealed record MatrixProduct(bool TransposeLeft, bool TransposeRight) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "matmul";

    /// <inheritdoc/>
    public override string Formula => $"r[…,i,j] = Σ_k a[…,{(TransposeLeft ? "k,i" : "i,k")}] · b[…,{(TransposeRight ? "j,k" : "k,j")}]";

    /// <inheritdoc/>
    public override int Arity => 2;

    /// <inheritdoc/>
    public override string Attributes => (TransposeLeft, TransposeRight) switch
    {
        (true, true) => "both transposed",
        (true, false) => "left transposed",
        (false, true) => "right transposed",
        _ => "",
    };

    internal override Notation Notation => TransposeLeft || TransposeRight ? Notation.Call : Notation.Multiplicative("@", associative: false);

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Linear;

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Shape left = arguments[0], right = arguments[1];
        if (left.Rank < 2 || right.Rank < 2)
        {
            throw new ShapeException($"A matrix product takes matrices (two axes or more), not {left} and {right}; a vector is reshaped to a matrix first.");
        }

        MatrixProductSizes sizes = new(this, left, right);
        if (sizes.Terms != sizes.RightTerms)
        {
            throw new ShapeException($"The matrices {left} and {right}{Told()} do not fit: rows of {sizes.Terms} meet columns of {sizes.RightTerms}.");
        }

        return [.. BatchOf(left, right), sizes.Rows, sizes.Columns];
    }

    /// <inheritdoc/>
    public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(result);
        Tensor<double> left = arguments[0], right = arguments[1];
        MatrixProductSizes sizes = new(this, left.Shape, right.Shape);
        foreach (int[] index in MultiIndex.Of(result.Shape))
        {
            int[] batch = index[..^2];
            int[] a = [.. Broadcasting.SourceIndex(batch, left.Shape[..^2]), 0, 0], b = [.. Broadcasting.SourceIndex(batch, right.Shape[..^2]), 0, 0];
            for (int k = 0; k < sizes.Terms; k++)
            {
                (a[^2], a[^1]) = TransposeLeft ? (k, index[^2]) : (index[^2], k);
                (b[^2], b[^1]) = TransposeRight ? (index[^1], k) : (k, index[^1]);
                result[index] += left[a] * right[b];
            }
        }
    }

    /// <inheritdoc/>
    public override int ScratchLength(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return new MatrixProductSizes(this, arguments[0], arguments[1]).Scratch;
    }

    /// <inheritdoc/>
    public override void Execute<T>(in KernelCall<T> call) => MatrixProductBody<T>.Run(this, call);

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(cotangent);
        Expr left = at.Arguments[0], right = at.Arguments[1];
        Expr gradient = (argument, TransposeLeft, TransposeRight) switch
        {
            (0, false, _) => new MatrixProduct(false, !TransposeRight).Apply(cotangent, right),
            (0, true, _) => new MatrixProduct(TransposeRight, true).Apply(right, cotangent),
            (_, _, false) => new MatrixProduct(!TransposeLeft, false).Apply(left, cotangent),
            _ => new MatrixProduct(true, TransposeLeft).Apply(cotangent, left),
        };
        Shape own = at.Arguments[argument].Shape;
        return gradient.Shape == own ? gradient : new SumTo(own).Apply(gradient);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentFacts left = arguments[0], right = arguments[1];
        MatrixProductSizes sizes = new(this, left.Shape, right.Shape);
        double batch = BatchOf(left.Shape, right.Shape).Size;
        double leftCopies = batch / Math.Max(1, left.Shape[..^2].Size), rightCopies = batch / Math.Max(1, right.Shape[..^2].Size);
        return new(
            (left.Range * right.Range).Sum(sizes.Terms, sizes.Terms),
            Degrees.Product(arguments),
            Curvature.Unknown,
            [
                InArgument.LinearWith(right.Range, Norm(right.Range.Magnitude, (double)sizes.Terms * sizes.Columns * leftCopies)),
                InArgument.LinearWith(left.Range, Norm(left.Range.Magnitude, (double)sizes.Terms * sizes.Rows * rightCopies)),
            ],
            "bilinear; ‖A‖₂ ≤ ‖A‖_F ≤ √(mk) max|a| (Golub & Van Loan 2013, section 2.3.2), times √copies for a factor that is broadcast");
    }

    private static double Norm(double largest, double entries) => largest == 0 || entries == 0 ? 0 : largest * Math.Sqrt(entries) * (1 + 1e-15);

    private static Shape BatchOf(Shape left, Shape right)
    {
        try
        {
            return Broadcasting.Common(left[..^2], right[..^2]);
        }
        catch (ShapeException misfit)
        {
            throw new ShapeException($"The batches of matrices {left} and {right} do not fit: before the last two axes, lengths must be equal or 1.", misfit);
        }
    }

    private string Told() => Attributes.Length == 0 ? "" : $" ({Attributes})";
}
