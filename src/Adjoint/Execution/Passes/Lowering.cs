using Adjoint.Execution.Steps;
using Adjoint.Graph;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Execution.Passes;

/// <summary>
/// Turns a simplified graph into steps: decides each value's layout, inserts changes of layout where a kernel wants another one,
/// and makes one step of each group that <see cref="Fusion"/> found.
/// </summary>
internal sealed class Lowering
{
    private readonly Fusion _fusion;
    private readonly Dictionary<Expr, PlanValue> _values = [];
    private readonly Dictionary<(PlanValue, Layout), PlanValue> _relaid = [];
    private readonly List<PlanStep> _steps = [];
    private readonly List<Constant> _constants = [];
    private readonly LayoutWishes _wishes;

    private Lowering(Fusion fusion, LayoutWishes wishes) => (_fusion, _wishes) = (fusion, wishes);

    /// <summary>Steps in order, the values of the outputs, and the constants that the steps read.</summary>
    public static (IReadOnlyList<PlanStep> Steps, IReadOnlyList<PlanValue> Outputs, IReadOnlyList<Constant> Constants) Lower(
        IReadOnlyList<Variable> inputs, Expr[] outputs)
    {
        IReadOnlyList<Expr> order = GraphTraversal.TopologicalOrder(outputs);
        Fusion fusion = Fusion.Of(order, outputs);
        Lowering lowering = new(fusion, new LayoutWishes(fusion, outputs));
        for (int i = 0; i < inputs.Count; i++)
        {
            lowering._values[inputs[i]] = new PlanValue(inputs[i].Shape, Layout.RowMajor, PlanStorage.Input) { Place = i };
        }

        HashSet<Expr> kept = [.. outputs];
        foreach (Expr node in order)
        {
            if (node is Constant constant)
            {
                lowering._values[node] = new PlanValue(node.Shape, Layout.RowMajor, PlanStorage.Constant) { Place = lowering._constants.Count };
                lowering._constants.Add(constant);
            }
            else if (node is Application application && !fusion.IsInside(node) && (kept.Contains(node) || !fusion.IsReadOnTheFly(node)))
            {
                lowering._values[node] = lowering.Emit(application);
            }
        }

        PlanValue[] results = [.. outputs.Select(output => lowering.In(lowering._values[output], Layout.RowMajor))];
        return (lowering._steps, results, lowering._constants);
    }

    private PlanValue Emit(Application node)
    {
        if (_fusion.CorrelationAt(node) is FusedCorrelation fused)
        {
            return EmitCorrelation(node, fused);
        }

        return node.Primitive switch
        {
            Correlation { Layouts: LayoutRule.Planar } => EmitCorrelation(node, new FusedCorrelation(node, null, false, null)),
            ElementwisePrimitive => EmitElementwise(node),
            Reshape => Share(In(_values[node.Arguments[0]], Layout.RowMajor), node.Shape, Layout.RowMajor),
            _ => EmitAlone(node),
        };
    }

    private PlanValue EmitAlone(Application node)
    {
        Primitive primitive = node.Primitive;
        PlanValue[] reads = new PlanValue[node.Arguments.Count];
        Layout common = LayoutOf(node.Arguments, node.Shape);
        for (int i = 0; i < reads.Length; i++)
        {
            PlanValue value = _values[node.Arguments[i]];
            reads[i] = primitive.Layouts switch
            {
                LayoutRule.RowMajor => In(value, Layout.RowMajor),
                LayoutRule.Matching => In(value, common),
                LayoutRule.Planar => In(value, ((IPlanarPrimitive)primitive).IsPicture(i) ? Layout.Planar : Layout.RowMajor),
                _ => value,
            };
        }

        Layout layout = primitive.Layouts switch
        {
            LayoutRule.Matching => common,
            LayoutRule.Planar when ((IPlanarPrimitive)primitive).ResultIsPicture => Layout.Planar,
            _ => Layout.RowMajor,
        };
        PlanValue write = new(node.Shape, layout, PlanStorage.Arena);
        _steps.Add(primitive switch
        {
            SumTo => new SumStep(reads[0], write),
            Broadcast => new BroadcastStep(reads[0], write),
            _ => new PrimitiveStep(primitive, reads, write),
        });
        return write;
    }

    private PlanValue EmitCorrelation(Application root, FusedCorrelation fused)
    {
        // Neighbours agree: what a change of layout costs, before and behind, counts beside what the kernel gains.
        Correlation correlation = (Correlation)fused.Node.Primitive;
        PlanValue kernel = _values[fused.Node.Arguments[0]], picture = _values[fused.Node.Arguments[1]];
        List<PlanValue> pictures = [picture];
        if (correlation.IsPicture(0))
        {
            pictures.Add(kernel);
        }

        if (fused.Gate is not null)
        {
            pictures.Add(_values[fused.Gate]);
        }

        CorrelationForm form = correlation.PreferredForm(kernel.Shape, picture.Shape, ExecutionSwitches.DirectOnly, layout =>
            pictures.Where(value => !IsIn(value, layout)).Sum(value => value.Shape.Size)
            + (correlation.ResultIsPicture && !LayoutExtensions.Coincide(root.Shape) && _wishes.OfReaders(root, Other(layout)) ? root.Shape.Size : 0L));
        Layout layout = form.Layout;
        List<PlanValue> reads = [In(kernel, correlation.IsPicture(0) ? layout : Layout.RowMajor), In(picture, layout)];
        if (fused.Bias is not null)
        {
            reads.Add(In(_values[fused.Bias], Layout.RowMajor));
        }

        if (fused.Gate is not null)
        {
            reads.Add(In(_values[fused.Gate], layout));
        }

        PlanValue write = new(root.Shape, correlation.ResultIsPicture ? layout : Layout.RowMajor, PlanStorage.Arena);
        _steps.Add(new CorrelationStep(fused, form, [.. reads], write));
        return write;
    }

    private static Layout Other(Layout layout) => layout == Layout.Planar ? Layout.RowMajor : Layout.Planar;

    /// <summary>Whether a value is at hand in a layout already.</summary>
    private bool IsIn(PlanValue value, Layout layout) => value.Layout == layout || LayoutExtensions.Coincide(value.Shape) || _relaid.ContainsKey((value, layout));

    private PlanValue EmitElementwise(Application root)
    {
        // Members of the group in order, and what enters it from outside.
        List<Application> members = [];
        List<Expr> entering = [];
        Collect(root, root, members, entering);
        Layout layout = LayoutOf(entering, root.Shape);
        PlanValue[] reads = [.. entering.Select(value => _values[Unrepeated(value)]).Select(value => value.Shape == root.Shape ? In(value, layout) : value)];
        int Source(Expr argument) => members.IndexOf((argument as Application)!) is int member and >= 0 ? entering.Count + member : entering.IndexOf(argument);
        ElementwiseStep.Instruction[] instructions = [.. members.Select(member => new ElementwiseStep.Instruction(
            (ElementwisePrimitive)member.Primitive, Source(member.Arguments[0]), Source(member.Arguments[^1])))];
        PlanValue write = new(root.Shape, layout, PlanStorage.Arena);
        _steps.Add(new ElementwiseStep(instructions, reads, write));
        return write;
    }

    private void Collect(Application node, Expr root, List<Application> members, List<Expr> entering)
    {
        foreach (Expr argument in node.Arguments)
        {
            if (argument is Application inner && _fusion.IsInGroup(inner, root))
            {
                if (!members.Contains(inner))
                {
                    Collect(inner, root, members, entering);
                }
            }
            else if (!entering.Contains(argument))
            {
                entering.Add(argument);
            }
        }

        members.Add(node);
    }

    /// <summary>What a broadcast repeats, if it is repeated on the fly; else the value itself.</summary>
    private Expr Unrepeated(Expr node) => _fusion.IsReadOnTheFly(node) && !_values.ContainsKey(node) ? node.Arguments[0] : node;

    /// <summary>Planar as soon as one value of full shape is; those are the large ones.</summary>
    private Layout LayoutOf(IReadOnlyList<Expr> arguments, Shape shape) =>
        arguments.Any(argument => argument.Shape.Rank == shape.Rank && _values.TryGetValue(argument, out PlanValue? value) && value.Layout == Layout.Planar)
            ? Layout.Planar
            : Layout.RowMajor;

    /// <summary>A value in the wanted layout: itself, its memory under another name, or a copy.</summary>
    private PlanValue In(PlanValue value, Layout layout)
    {
        if (value.Layout == layout)
        {
            return value;
        }

        if (LayoutExtensions.Coincide(value.Shape))
        {
            return Share(value, value.Shape, layout);
        }

        if (!_relaid.TryGetValue((value, layout), out PlanValue? relaid))
        {
            relaid = new PlanValue(value.Shape, layout, PlanStorage.Arena);
            _steps.Add(new RelayoutStep(value, relaid));
            _relaid.Add((value, layout), relaid);
        }

        return relaid;
    }

    private static PlanValue Share(PlanValue value, Shape shape, Layout layout) =>
        value.Shape == shape && value.Layout == layout ? value : new PlanValue(shape, layout, value.Storage) { Shares = value };
}
