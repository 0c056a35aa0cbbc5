using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Pooling;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Pooling;

/// <summary>
/// Reads one entry of each window, at an offset that is given: <c>r[n, j, c] = a[n, j · stride + t · dilation − before, c]</c> with tap <c>t = o[n, j, c]</c>
/// in C order of the window; 0 where that is padding. Linear in a, locally constant in o. The adjoint in a is <see cref="WindowScatterAdd"/>.
/// </summary>
/// <param name="Axes">The windows along each spatial axis, one to three.</param>
public sealed record WindowGather(ValueList<PoolingAxis> Axes) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "windowgather";

    /// <inheritdoc/>
    public override string Formula => "r[n,j,c] = a[n, j·stride + t·dilation − before, c] with t = b[n,j,c], and 0 outside of a";

    /// <inheritdoc/>
    public override int Arity => 2;

    /// <inheritdoc/>
    public override LayoutRule Layouts => LayoutRule.Matching;

    /// <inheritdoc/>
    public override string Attributes => string.Join(" by ", Axes);

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => argument == 0 ? Dependence.Linear : Dependence.LocallyConstant;

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Shape result = Windows.ResultShape(Axes, arguments[0]);
        return arguments[1] == result
            ? result
            : throw new ShapeException($"The windows of {arguments[0]} take offsets of shape {result}, not {arguments[1]}.");
    }

    /// <inheritdoc/>
    public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(result);
        foreach (int[] window in MultiIndex.Of(result.Shape))
        {
            int tap = Windows.Tap(arguments[1][window], Windows.Taps(Axes));
            result[window] = Windows.Place(Axes, window, tap, arguments[0].Shape) is int[] place ? arguments[0][place] : 0;
        }
    }

    /// <inheritdoc/>
    public override void Execute<T>(in KernelCall<T> call) => WindowSelection.Gather<T>(
        Windows.Geometry(Axes, call.Arguments[0].Shape, call.Result.Layout), call.Arguments[0].Span, call.Arguments[1].Span, call.Result.Span, call.Workers);

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return argument == 0
            ? new WindowScatterAdd(Axes, at.Arguments[0].Shape).Apply(cotangent, at.Arguments[1])
            : base.Adjoint(at, argument, cotangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return WindowFacts.Of(Axes, arguments, arguments[0].Shape, adds: false);
    }
}

/// <summary>
/// Adds one number to each window, at an offset that is given, into zeros: the adjoint of <see cref="WindowGather"/>, which is its
/// adjoint in turn. Linear in the numbers, locally constant in the offsets. What would go to the padding is dropped.
/// </summary>
/// <param name="Axes">The windows along each spatial axis, one to three.</param>
/// <param name="Target">The shape to reach: batch × space × channels.</param>
public sealed record WindowScatterAdd(ValueList<PoolingAxis> Axes, Shape Target) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "windowscatteradd";

    /// <inheritdoc/>
    public override string Formula => "r[n,i,c] = Σ a[n,j,c] over all j with i = j·stride + t·dilation − before, t = b[n,j,c]";

    /// <inheritdoc/>
    public override int Arity => 2;

    /// <inheritdoc/>
    public override LayoutRule Layouts => LayoutRule.Matching;

    /// <inheritdoc/>
    public override string Attributes => $"{string.Join(" by ", Axes)}, to {Target}";

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => argument == 0 ? Dependence.Linear : Dependence.LocallyConstant;

    /// <inheritdoc/>
    public override Shape ResultShape(IReadOnlyList<Shape> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Shape windows = Windows.ResultShape(Axes, Target);
        return arguments[0] == windows && arguments[1] == windows
            ? Target
            : throw new ShapeException($"The windows of {Target} take numbers and offsets of shape {windows}, not {arguments[0]} and {arguments[1]}.");
    }

    /// <inheritdoc/>
    public override void Reference(IReadOnlyList<Tensor<double>> arguments, Tensor<double> result)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(result);
        foreach (int[] window in MultiIndex.Of(arguments[0].Shape))
        {
            int tap = Windows.Tap(arguments[1][window], Windows.Taps(Axes));
            if (Windows.Place(Axes, window, tap, Target) is int[] place)
            {
                result[place] += arguments[0][window];
            }
        }
    }

    /// <inheritdoc/>
    public override void Execute<T>(in KernelCall<T> call) => WindowSelection.ScatterAdd<T>(
        Windows.Geometry(Axes, Target, call.Result.Layout), call.Arguments[0].Span, call.Arguments[1].Span, call.Result.Span, call.Workers);

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return argument == 0
            ? new WindowGather(Axes).Apply(cotangent, at.Arguments[1])
            : base.Adjoint(at, argument, cotangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return WindowFacts.Of(Axes, arguments, Target, adds: true);
    }
}
